using System.Collections.Immutable;
using Conferencing.Signalling;
using Conferencing.Signalling.Watch;

namespace Conferencing.Tests.Signalling.Access;

/// <summary>Whether devices answer, asked by OPTIONS.</summary>
public sealed class HeartbeatTests
{
    private readonly ScriptedPeer _peer = new(new SignallingOptions { Incoming = IncomingPolicy.KnownPeersAndAccounts });

    [Theory]
    [InlineData(200)]
    [InlineData(405)]
    [InlineData(486)]
    [InlineData(503)]
    public void Any_answer_shows_that_a_device_is_there(int status)
    {
        Watch("sip:room@192.0.2.9");
        _peer.AdvanceTo(0.1);
        _peer.Reply(_peer.LastRequest, status);
        Assert.Equal((ReachState.Answers, 100), (Reach.State, (int)Reach.RoundTrip!.Value.TotalMilliseconds));
    }

    /// <summary>Asked at 0 and 60 s; eight seconds without an answer are a miss.</summary>
    [Fact]
    public void Two_misses_are_silence_and_an_answer_ends_it()
    {
        Watch("sip:room@192.0.2.9");
        _peer.AdvanceTo(60);
        Assert.Equal(ReachState.Unknown, Reach.State);
        _peer.AdvanceTo(68.1);
        Assert.Equal((ReachState.Silent, 68), (Reach.State, (int)(Reach.Since - new Tick(0)).TotalSeconds));
        _peer.AdvanceTo(120.01);
        _peer.Reply(_peer.LastRequest, 200);
        Assert.Equal(ReachState.Answers, Reach.State);
    }

    [Fact]
    public void One_lost_answer_changes_nothing()
    {
        Watch("sip:room@192.0.2.9");
        _peer.AdvanceTo(0.01);
        _peer.Reply(_peer.LastRequest, 200);
        _peer.AdvanceTo(119);
        Assert.Equal(ReachState.Answers, Reach.State);
    }

    [Fact]
    public void Hundreds_of_devices_are_asked_evenly()
    {
        Watch([.. Enumerable.Range(1, 120).Select(i => $"sip:room{i}@192.0.2.9")]);
        foreach (var second in (int[])[10, 30, 59])
        {
            _peer.AdvanceTo(second);
            var asked = _peer.Sent.Select(message => message.CallId).Distinct().Count();
            Assert.InRange(asked, (second * 2) - 1, (second * 2) + 2);
        }
    }

    [Fact]
    public void A_device_that_registers_is_asked_where_it_did()
    {
        var rules = Phone.Rules("phong1") with { Watched = ["registered:phong1"] };
        _peer.Do(new AccessCommand.Use(rules));
        _peer.AdvanceTo(1);
        Assert.Equal(ReachState.NotRegistered, Reach.State);
        Assert.Equal(200, new Phone(_peer, port: 5077).Register());
        _peer.AdvanceTo(60.5);
        Assert.Equal("sip:phong1@192.0.2.50:5077", _peer.LastRequest.RequestUri);
        _peer.Reply(_peer.LastRequest, 200);
        Assert.Equal(ReachState.Answers, Reach.State);
    }

    [Fact]
    public void A_device_that_is_watched_no_more_leaves_nothing_behind()
    {
        Watch("sip:room@192.0.2.9");
        _peer.AdvanceTo(1);
        Watch([]);
        _peer.AdvanceTo(100);
        Assert.Equal(default, _peer.Engine.Counts);
        Assert.Empty(_peer.Engine.Access(_peer.Now).Endpoints);
    }

    [Fact]
    public void What_is_known_of_a_device_outlives_a_change_of_the_list()
    {
        Watch("sip:room@192.0.2.9");
        _peer.AdvanceTo(0.1);
        _peer.Reply(_peer.LastRequest, 200);
        Watch("sip:room@192.0.2.9", "sip:other@192.0.2.9");
        Assert.Contains(_peer.Engine.Access(_peer.Now).Endpoints, one => one is { Address: "sip:room@192.0.2.9", State: ReachState.Answers });
    }

    private EndpointReach Reach => Assert.Single(_peer.Engine.Access(_peer.Now).Endpoints);

    private void Watch(params ImmutableArray<string> addresses) => _peer.Do(new AccessCommand.Use(new AccessRules { Watched = addresses }));
}
