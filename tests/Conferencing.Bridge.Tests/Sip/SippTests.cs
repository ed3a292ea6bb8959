using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Digest;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>The signalling against sipp: each scenario checks what it receives, and the test what the bridge was told.</summary>
[Collection(RealClients.Name)]
public sealed class SippTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_password_is_given_when_it_is_asked_for_and_kept_for_the_goodbye()
    {
        using var room = await Sipp.Playing(_folder.Path, "password");
        using var bridge = new LoopHost(engine: new SignallingOptions { Credentials = [new DigestCredential("room", null, "bridge", "giao ban")] });
        bridge.Dial(1, room.Uri);
        await bridge.Wait<CallEvent.Answered>(1);
        await bridge.HangUp(1, CallEnd.Local);

        bridge.Loop.Credentials = [new DigestCredential("room", null, "bridge", "wrong")];
        bridge.Dial(2, room.Uri);
        Assert.Equal(403, (await bridge.Wait<CallEvent.Failed>(2)).Failure.Status);
    }

    [Fact]
    public async Task A_room_that_moved_is_found_by_preference()
    {
        using var busy = await Sipp.Refusing(_folder.Path, "486 Busy Here");
        using var free = await Sipp.Playing(_folder.Path, "quick");
        using var moved = await Sipp.Playing(_folder.Path, "redirect", $"<{free.Uri}>;q=0.3, <{busy.Uri}>;q=0.8");
        using var bridge = new LoopHost();
        bridge.Dial(1, moved.Uri);
        await bridge.Wait<CallEvent.Answered>(1);
        await bridge.HangUp(1, CallEnd.Local);
    }

    /// <summary>RFC 3261 9.1 and 13.2.2.4: a 200 that comes all the same is acknowledged, and the call ended.</summary>
    [Theory]
    [InlineData("cancel-race")]
    [InlineData("cancel-ignored")]
    public async Task An_answer_that_crosses_our_cancel_is_ended(string scenario)
    {
        using var room = await Sipp.Playing(_folder.Path, scenario);
        using var bridge = new LoopHost();
        bridge.Dial(1, room.Uri);
        await bridge.Wait<CallEvent.Ringing>(1);
        bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(1)));
        Assert.Equal(CallFailureKind.Cancelled, (await bridge.Wait<CallEvent.Failed>(1)).Failure.Kind);
        await Succeeded(room, 1);
    }

    [Theory]
    [InlineData("refreshed")]
    [InlineData("refreshed-by-invite")]
    public async Task The_session_is_refreshed_by_us_until_the_room_hangs_up(string scenario)
    {
        using var room = await Sipp.Playing(_folder.Path, scenario);
        using var bridge = new LoopHost();
        bridge.Dial(1, room.Uri);
        await bridge.Wait<CallEvent.Answered>(1);
        var ended = await bridge.Wait<CallEvent.Ended>(1);
        Assert.Equal((CallEnd.Remote, "Refreshed (Q.850 16)"), (ended.By, ended.Detail));
    }

    [Fact]
    public async Task A_session_interval_the_room_finds_too_short_is_raised()
    {
        using var room = await Sipp.Playing(_folder.Path, "raised");
        using var bridge = new LoopHost();
        bridge.Dial(1, room.Uri);
        await bridge.Wait<CallEvent.Answered>(1);
        await bridge.HangUp(1, CallEnd.Local);
        await Succeeded(room, 1);
    }

    [Fact]
    public async Task A_change_that_meets_the_rooms_own_is_asked_for_again()
    {
        using var room = await Sipp.Playing(_folder.Path, "glare");
        using var bridge = new LoopHost();
        bridge.Dial(1, room.Uri);
        await bridge.Wait<CallEvent.Answered>(1);
        bridge.Loop.Post(new CallCommand.Change(new CallHandle(1), LoopHost.Sound with { MayReceive = false }));
        Assert.False((await bridge.Wait<CallEvent.MediaChanged>(1)).Media.MayReceive);
        await bridge.HangUp(1, CallEnd.Local);
        await Succeeded(room, 1);
    }

    [Fact]
    public async Task What_was_lost_is_sent_again_the_same()
    {
        using var room = await Sipp.PlayingDeaf(_folder.Path, "deaf");
        using var bridge = new LoopHost();
        bridge.Dial(1, room.Uri);
        await bridge.Wait<CallEvent.Answered>(1);
        await bridge.HangUp(1, CallEnd.Local);
        await Succeeded(room, 1);
    }

    [Fact]
    public async Task A_caller_with_an_account_gives_its_password()
    {
        using var bridge = new LoopHost(
            IncomingPolicy.KnownPeersAndAccounts, engine: new SignallingOptions { Access = Accounts.Of("phong7", "giao-ban-7") }, react: Accept);
        Assert.Equal(0, await Sipp.Call(_folder.Path, "caller-password", bridge.Loop.BoundPort, "-auth_uri", $"room@127.0.0.1:{bridge.Loop.BoundPort}"));
        Assert.Equal("phong7", (await bridge.Wait<CallEvent.Incoming>()).Account);
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>()).By);
    }

    [Fact]
    public async Task A_caller_gives_up_while_it_rings()
    {
        using var bridge = new LoopHost(IncomingPolicy.Answer, react: (loop, happened) =>
        {
            if (happened is CallEvent.Incoming)
                loop.Post(new CallCommand.Ring(happened.Call));
        });
        Assert.Equal(0, await Sipp.Call(_folder.Path, "gives-up", bridge.Loop.BoundPort));
        Assert.Equal(CallFailureKind.Cancelled, (await bridge.Wait<CallEvent.Failed>()).Failure.Kind);
    }

    [Fact]
    public async Task A_caller_gives_up_in_the_moment_in_which_it_is_answered()
    {
        using var bridge = Answering();
        Assert.Equal(0, await Sipp.Call(_folder.Path, "gives-up-late", bridge.Loop.BoundPort));
        await bridge.Wait<CallEvent.Answered>();
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>()).By);
    }

    [Fact]
    public async Task A_room_that_vanished_is_found()
    {
        var timers = new SessionTimerOptions { Interval = TimeSpan.FromSeconds(2), Minimum = TimeSpan.FromSeconds(1) };
        using var room = await Sipp.Playing(_folder.Path, "quick");
        using var bridge = new LoopHost(engine: new SignallingOptions { SessionTimers = timers });
        bridge.Dial(1, room.Uri);
        await bridge.Wait<CallEvent.Answered>(1);
        room.Stop();
        Assert.Equal(CallEnd.Lost, (await bridge.Wait<CallEvent.Ended>(1)).By);
    }

    [Fact]
    public async Task A_caller_without_an_offer_gets_ours()
    {
        using var bridge = Answering();
        Assert.Equal(0, await Sipp.Call(_folder.Path, "late-offer", bridge.Loop.BoundPort));
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>()).By);
    }

    [Fact]
    public async Task A_caller_holds_in_every_way_resumes_and_refreshes()
    {
        using var bridge = Answering();
        Assert.Equal(0, await Sipp.Call(_folder.Path, "hold", bridge.Loop.BoundPort));
        await bridge.Wait<CallEvent.Ended>();
        Assert.Equal(
            ["False True", "False False", "True False", "True True"],
            bridge.Events.OfType<CallEvent.MediaChanged>().Select(one => $"{one.Media.MaySend} {one.Media.MayReceive}"));
    }

    /// <summary>sipp throws every twentieth of its messages away.</summary>
    [Theory]
    [InlineData(1000, 0)]
    [InlineData(100, 5)]
    public async Task Many_calls_are_answered_and_ended_also_over_a_bad_line(int calls, int lost)
    {
        using var room = await Sipp.Playing(_folder.Path, "quick", losing: lost);
        using var bridge = new LoopHost(
            engine: new SignallingOptions { InvitesPerSecond = 200 },
            react: (loop, happened) =>
            {
                if (happened is CallEvent.Answered)
                    loop.Post(new CallCommand.HangUp(happened.Call));
            });
        for (var call = 1; call <= calls; call++)
            bridge.Dial(call, room.Uri);
        await Eventually.True(
            TimeSpan.FromSeconds(90),
            () => bridge.Events.Count(one => one is CallEvent.Ended or CallEvent.Failed) == calls,
            () => Kinds(bridge));
        Assert.Equal(calls, bridge.Events.Count(one => one is CallEvent.Answered));
        Assert.DoesNotContain(bridge.Events, one => one is CallEvent.Failed);
    }

    /// <summary>sipp throws every twentieth of its messages away.</summary>
    [Theory]
    [InlineData(1000, 0)]
    [InlineData(100, 5)]
    public async Task Many_callers_are_answered_and_hang_up_also_over_a_bad_line(int calls, int lost)
    {
        using var bridge = new LoopHost(IncomingPolicy.Answer, engine: new SignallingOptions { Defence = new DefenceLimits().ForLoad() }, react: Accept);
        Assert.Equal(0, await Sipp.Call(_folder.Path, "caller", bridge.Loop.BoundPort, "-m", Text(calls), "-r", "100", "-lost", Text(lost)));
        await Eventually.True(TimeSpan.FromSeconds(40), () => bridge.Events.Count(one => one is CallEvent.Ended) == calls, () => Kinds(bridge));
        Assert.DoesNotContain(bridge.Events, one => one is CallEvent.Failed or CallEvent.Ended { By: not CallEnd.Remote });
        // Where an ACK is lost the goodbye may come before it is sent again.
        if (lost == 0) Assert.Equal(calls, bridge.Events.Count(one => one is CallEvent.Answered));
    }

    private static LoopHost Answering() => new(IncomingPolicy.Answer, react: Accept);

    private static void Accept(SignallingLoop loop, CallEvent happened)
    {
        if (happened is CallEvent.Incoming)
            loop.Post(new CallCommand.Accept(happened.Call, LoopHost.Sound));
    }

    private static Task Succeeded(Sipp room, int calls) => Eventually.True(TimeSpan.FromSeconds(30), () => room.Successes == calls, () => room.Log);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Kinds(LoopHost bridge) =>
        string.Join('\n', bridge.Events.GroupBy(one => one.GetType().Name).Select(kind => $"{kind.Key} {kind.Count()}"));
}
