using System.Net;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;

namespace Conferencing.Bridge.Tests.Agents;

/// <summary>What a contract test asks for when it starts an agent.</summary>
internal sealed record AgentSettings
{
    public IPEndPoint Bind { get; init; } = new(IPAddress.Loopback, 0);
    public IncomingPolicy Incoming { get; init; } = IncomingPolicy.Answer;
    public DigestCredential? Credential { get; init; }
}

/// <summary>An agent and what it told, in its order. It complains about an event after a call's last one.</summary>
internal sealed class AgentUnderTest : IDisposable
{
    public static readonly AudioCapabilities Sound = new()
    {
        Rtp = new IPEndPoint(IPAddress.Loopback, 9000),
        RtcpPort = 9001,
        Formats = [AudioFormat.Pcma, AudioFormat.Pcmu, AudioFormat.TelephoneEvent],
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<CallEvent> _events = [];
    private readonly Lock _gate = new();

    public AgentUnderTest(Func<Action<CallEvent>, ISipAgent> make) => Agent = make(Hear);

    public ISipAgent Agent { get; }

    public IPEndPoint Address => new(IPAddress.Loopback, Agent.BoundPort);

    public IReadOnlyList<CallEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public void Dial(string address, double ringSeconds = 20, long call = 1) =>
        Agent.Post(new CallCommand.Dial(new CallHandle(call), address, "Hội nghị", Sound, TimeSpan.FromSeconds(ringSeconds)));

    public void HangUp(CallHandle? call = null) => Agent.Post(new CallCommand.HangUp(call ?? new CallHandle(1)));

    /// <summary>The first event of a type, or the one after so many others of it.</summary>
    public Task<T> Told<T>(int after = 0)
        where T : CallEvent =>
        Eventually.Some(Patience, () => Task.FromResult(Events.OfType<T>().Skip(after).FirstOrDefault()), () => string.Join(' ', Events.Select(one => one.GetType().Name)));

    /// <summary>Nothing may follow a call's last event, however long the wire goes on.</summary>
    public void NothingFollowedTheLastEvent()
    {
        foreach (var call in Events.GroupBy(happened => happened.Call))
        {
            var last = call.Select((happened, at) => (happened, at)).Where(one => one.happened is CallEvent.Ended or CallEvent.Failed).ToList();
            Assert.True(last.Count == 1 && last[0].at == call.Count() - 1, string.Join(' ', call.Select(one => one.GetType().Name)));
        }
    }

    public void Dispose() => Agent.Dispose();

    private void Hear(CallEvent happened)
    {
        lock (_gate) _events.Add(happened);
    }
}
