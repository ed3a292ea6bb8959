using System.Collections.Immutable;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Tests.Signalling;

/// <summary>Whole calls between two engines over a network that loses, doubles and reorders, from many seeds; nothing may stay behind.</summary>
public sealed class CallStoryTests
{
    private const int Seeds = 60;
    private const int LongAfter = 150_000;
    private static readonly CallHandle Call = new(1);

    public static TheoryData<string> Stories => ["hang-up", "peer hangs up", "both hang up", "busy", "no answer", "cancel", "cancel race"];

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_story_ends_well_on_a_bad_network(string story)
    {
        for (var seed = 0; seed < Seeds; seed++)
            Tell(story, seed, NetworkFaults.Bad);
    }

    [Theory]
    [InlineData("hang-up", "IdentityChanged Ringing IdentityChanged Answered Ended:Local", "Incoming IdentityChanged Answered Ended:Remote")]
    [InlineData("peer hangs up", "IdentityChanged Ringing IdentityChanged Answered Ended:Remote", "Incoming IdentityChanged Answered Ended:Local")]
    [InlineData("busy", "IdentityChanged Failed:Busy", "Incoming Failed:Refused")]
    [InlineData("no answer", "IdentityChanged Ringing Failed:NoAnswer", "Incoming Failed:Cancelled")]
    [InlineData("cancel", "IdentityChanged Ringing Failed:Cancelled", "Incoming Failed:Cancelled")]
    public void A_story_on_a_good_network_tells(string story, string bridge, string room)
    {
        var (first, second, _) = Tell(story, 1, NetworkFaults.None);
        Assert.Equal(bridge, SimulatedAgent.Describe(first.Events));
        Assert.Equal(room, SimulatedAgent.Describe(second.Events));
    }

    [Fact]
    public void The_same_seed_makes_the_same_story()
    {
        var one = Tell("cancel race", 7, NetworkFaults.Bad).Network.Trace;
        Assert.Equal(one, Tell("cancel race", 7, NetworkFaults.Bad).Network.Trace);
    }

    [Fact]
    public void Two_hundred_rooms_are_called_at_fifty_a_second_and_the_first_at_once()
    {
        var network = new SimulatedNetwork(1, NetworkFaults.None);
        var bridge = network.Add("192.0.2.1", IncomingPolicy.KnownPeersOnly);
        var room = network.Add("192.0.2.2", IncomingPolicy.Answer);
        network.At(1000, () =>
        {
            for (var i = 1; i <= 200; i++)
                bridge.Do(Dial(new CallHandle(i)));
        });
        network.RunTo(9000);
        var sent = network.Trace.Where(line => line.EndsWith("INVITE", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        var firsts = sent.Distinct().ToList();
        Assert.Equal(1000, firsts[0]);
        Assert.Equal(200, room.Events.OfType<CallEvent.Incoming>().Count());
        Assert.Equal(Enumerable.Range(0, 200).Select(i => 1000 + (i * 20)), firsts.Take(200));
    }

    /// <summary>What the dead bridge had written down, and what the room was doing.</summary>
    [Theory]
    [InlineData("ringing", "Incoming Failed:Cancelled")]
    [InlineData("answered", "Incoming IdentityChanged Answered Ended:Remote")]
    [InlineData("answered in the crash", "Incoming IdentityChanged Answered Ended:Remote")]
    public void A_forgotten_call_ends(string state, string room)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var network = new SimulatedNetwork(seed, seed == 0 ? NetworkFaults.None : NetworkFaults.Bad);
            var dead = network.Add("192.0.2.1", IncomingPolicy.KnownPeersOnly);
            var second = network.Add("192.0.2.2", IncomingPolicy.Answer);
            second.OnEvent = happened => React(second, happened, state == "answered" ? "hang-up" : "no answer", network);
            dead.Do(Dial(Call));
            network.RunTo(3000);
            var identity = dead.Identity;
            Assert.Equal(state == "answered", identity.RemoteTag is not null);
            network.Kill(dead);
            if (state == "answered in the crash")
                network.At(3000, () => second.Do(new CallCommand.Accept(second.Events[0].Call, SimulatedAgent.Sound)));
            network.RunTo(4000);
            var bridge = network.Add("192.0.2.1", IncomingPolicy.KnownPeersOnly);
            bridge.Do(new CallCommand.EndForgotten(new CallHandle(9), identity));
            network.RunTo(LongAfter);

            var ended = Assert.IsType<CallEvent.Ended>(bridge.Events.Single(one => one is CallEvent.Ended));
            Assert.True(seed > 0 || state == "answered in the crash" || ended.By == CallEnd.Local, ended.ToString());
            Assert.True(bridge.Times[^1] <= new Tick(6_001_000), "it took longer than two seconds");

            // Our BYE may overtake our ACK: the room then never tells that it was answered.
            var told = SimulatedAgent.Describe(second.Events);
            Assert.True(told == room || told == room.Replace(" Answered", "", StringComparison.Ordinal), $"seed {seed}: {SimulatedAgent.Describe(second.Events)}\n{string.Join('\n', network.Trace)}");
            AssertNothingLeft(bridge, second);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_forgotten_call_ends_within_two_seconds_when_nobody_answers(bool isConfirmed)
    {
        var network = new SimulatedNetwork(1, NetworkFaults.None);
        var bridge = network.Add("192.0.2.1", IncomingPolicy.KnownPeersOnly);
        bridge.Do(new CallCommand.EndForgotten(Call, Forgotten(isConfirmed)));
        network.RunTo(2000);
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(bridge.Last).By);
        Assert.Equal(3, network.Trace.Count); // at 0, 500 and 1500 ms
        network.RunTo(LongAfter);
        Assert.Single(bridge.Events);
        AssertNothingLeft(bridge);
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 2000)]
    public void A_forgotten_call_the_peer_does_not_know_is_over(bool isConfirmed, int milliseconds)
    {
        var network = new SimulatedNetwork(1, NetworkFaults.None);
        var bridge = network.Add("192.0.2.1", IncomingPolicy.KnownPeersOnly);
        var room = network.Add("192.0.2.2", IncomingPolicy.Answer);
        bridge.Do(new CallCommand.EndForgotten(Call, Forgotten(isConfirmed)));
        network.RunTo(milliseconds);
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(bridge.Last).By);
        network.RunTo(LongAfter);
        AssertNothingLeft(bridge, room);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_forgotten_call_ends_at_once_when_the_network_says_that_nobody_is_there(bool isConfirmed)
    {
        var peer = new ScriptedPeer();
        peer.Do(new CallCommand.EndForgotten(Call, Forgotten(isConfirmed)));
        peer.Unreachable(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("192.0.2.2"), 5060));
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(peer.Events.Single()).By);
    }

    private static (SimulatedAgent Bridge, SimulatedAgent Room, SimulatedNetwork Network) Tell(string story, int seed, NetworkFaults faults)
    {
        var network = new SimulatedNetwork(seed, faults);
        var bridge = network.Add("192.0.2.1", IncomingPolicy.KnownPeersOnly);
        var room = network.Add("192.0.2.2", IncomingPolicy.Answer);
        bridge.Know(room);
        room.OnEvent = happened => React(room, happened, story, network);
        bridge.OnEvent = happened =>
        {
            if (happened is CallEvent.Answered && story is "hang-up" or "both hang up")
                network.At(10_000, () => bridge.Do(new CallCommand.HangUp(Call)));
        };
        bridge.Do(Dial(Call));
        if (story is "cancel" or "cancel race")
            network.At(3000, () => bridge.Do(new CallCommand.HangUp(Call)));
        network.RunTo(LongAfter);
        AssertEnded(bridge, story, seed, network);
        AssertEnded(room, story, seed, network);
        AssertNothingLeft(bridge, room);
        return (bridge, room, network);
    }

    /// <summary>How the room behaves.</summary>
    private static void React(SimulatedAgent room, CallEvent happened, string story, SimulatedNetwork network)
    {
        switch (happened)
        {
            case CallEvent.Incoming when story == "busy":
                room.Do(new CallCommand.Reject(happened.Call, 486, "Busy Here"));
                break;
            case CallEvent.Incoming:
                room.Do(new CallCommand.Ring(happened.Call));
                if (story is "hang-up" or "peer hangs up" or "both hang up")
                    network.At(1000, () => room.Do(new CallCommand.Accept(happened.Call, SimulatedAgent.Sound)));
                if (story == "cancel race")
                    network.At(3000, () => room.Do(new CallCommand.Accept(happened.Call, SimulatedAgent.Sound)));
                break;
            case CallEvent.Answered when story is "peer hangs up" or "both hang up":
                network.At(10_000, () => room.Do(new CallCommand.HangUp(happened.Call)));
                break;
        }
    }

    private static void AssertEnded(SimulatedAgent agent, string story, int seed, SimulatedNetwork network)
    {
        var lasts = agent.Events.Count(one => one is CallEvent.Ended or CallEvent.Failed);
        var isLast = agent.Last is CallEvent.Ended or CallEvent.Failed;
        Assert.True(lasts == 1 && isLast, $"{story}, seed {seed}: {SimulatedAgent.Describe(agent.Events)}\n{string.Join('\n', network.Trace)}");
        var isExpected = (story, agent.Last) switch
        {
            ("busy", CallEvent.Failed { Failure.Kind: CallFailureKind.Busy or CallFailureKind.Refused }) => true,
            ("no answer", CallEvent.Failed { Failure.Kind: CallFailureKind.NoAnswer or CallFailureKind.Cancelled }) => true,
            ("cancel" or "cancel race", CallEvent.Failed { Failure.Kind: CallFailureKind.Cancelled }) => true,
            ("cancel race" or "hang-up" or "peer hangs up" or "both hang up", CallEvent.Ended { By: CallEnd.Local or CallEnd.Remote }) => true,
            _ => false,
        };
        Assert.True(isExpected, $"{story}, seed {seed}: {SimulatedAgent.Describe(agent.Events)}\n{string.Join('\n', network.Trace)}");
    }

    private static void AssertNothingLeft(params SimulatedAgent[] agents)
    {
        foreach (var agent in agents)
            Assert.Equal(default, agent.Engine.Counts);
    }

    private static DialogIdentity Forgotten(bool isConfirmed) => new()
    {
        CallId = "forgotten",
        LocalTag = "ours",
        RemoteTag = isConfirmed ? "theirs" : null,
        LocalUri = "sip:bridge@192.0.2.1",
        RemoteUri = "sip:room@192.0.2.2",
        RemoteTarget = "sip:room@192.0.2.2",
        RouteSet = ImmutableArray<string>.Empty,
        LocalSequence = 1,
        InviteBranch = "z9hG4bKold",
        Destination = SipPath.Udp(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("192.0.2.2"), 5060)),
    };

    private static CallCommand.Dial Dial(CallHandle call) =>
        new(call, "sip:room@192.0.2.2", "Hội nghị giao ban", SimulatedAgent.Sound, TimeSpan.FromSeconds(12));
}
