using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>The signalling alone against clients nobody here wrote.</summary>
[Collection(RealClients.Name)]
public sealed class RealPeerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_phone_of_one_call_is_answered_busy_held_and_ended()
    {
        await using var phone = await Baresip.Start(_folder.Path, new BaresipOptions("room", 420) { MaxCalls = 1 });
        using var bridge = new LoopHost();
        bridge.Dial(1, phone.Uri);
        var media = (await bridge.Wait<CallEvent.Answered>(1)).Media;
        Assert.InRange(media.RemoteRtp.Port, phone.RtpPort, phone.RtpPort + 20);
        Assert.True(media.MaySend);

        bridge.Dial(2, phone.Uri);
        Assert.Equal(CallFailureKind.Busy, (await bridge.Wait<CallEvent.Failed>(2)).Failure.Kind);

        await phone.Do("hold");
        Assert.False((await bridge.Wait<CallEvent.MediaChanged>(1)).Media.MaySend);

        bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(1)));
        Assert.Equal(new CallEvent.Ended(new CallHandle(1), CallEnd.Local, null), await bridge.Wait<CallEvent.Ended>(1));
        await phone.WaitFor("CALL_CLOSED", 1, Patience);
    }

    [Fact]
    public async Task The_call_of_a_dead_bridge_is_ended_and_the_phone_of_one_call_can_be_called_again()
    {
        await using var phone = await Baresip.Start(_folder.Path, new BaresipOptions("room", 420) { MaxCalls = 1 });
        int port;
        DialogIdentity identity;
        using (var dead = new LoopHost())
        {
            port = dead.Loop.BoundPort;
            dead.Dial(1, phone.Uri);
            await dead.Wait<CallEvent.Answered>();
            identity = dead.Events.OfType<CallEvent.IdentityChanged>().Last().Identity;
        }

        using var bridge = new LoopHost(port: port);
        bridge.Loop.Post(new CallCommand.EndForgotten(new CallHandle(2), identity));
        Assert.Equal(CallEnd.Local, (await bridge.Wait<CallEvent.Ended>(2)).By);
        bridge.Dial(3, phone.Uri);
        await bridge.Wait<CallEvent.Answered>(3);
        bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(3)));
        await bridge.Wait<CallEvent.Ended>(3);
    }

    [Fact]
    public async Task Sipp_rings_until_it_is_cancelled_and_refuses()
    {
        using var ringing = await Sipp.Ringing(_folder.Path);
        using var refusing = await Sipp.Refusing(_folder.Path, "603 Decline");
        using var bridge = new LoopHost();
        bridge.Dial(1, ringing.Uri);
        bridge.Dial(2, refusing.Uri);
        await bridge.Wait<CallEvent.Ringing>(1);
        bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(1)));
        var cancelled = (await bridge.Wait<CallEvent.Failed>(1)).Failure;
        Assert.Equal((CallFailureKind.Cancelled, 487), (cancelled.Kind, cancelled.Status));
        var refused = (await bridge.Wait<CallEvent.Failed>(2)).Failure;
        Assert.Equal((CallFailureKind.Refused, 603, "Decline"), (refused.Kind, refused.Status, refused.Phrase));
    }
}
