using System.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrations;
using Conferencing.Tests.Signalling.Access;

namespace Conferencing.Tests.Signalling;

/// <summary>
/// What calls do beyond beginning and ending, over a network that loses one datagram in twenty, doubles and reorders others, from many seeds: session
/// timers, acknowledged ringing, transfers, replacements, registrations, passwords. Each must end right and leave nothing behind.
/// </summary>
public sealed class LossyStoryTests
{
    private const int Seeds = 40;
    private const string Bridge = "192.0.2.1";
    private static readonly CallHandle Call = new(1);

    /// <summary>Who refreshes, with which method, as seen by who sent it; every call goes on for 15 minutes of 90 second sessions.</summary>
    [Theory]
    [InlineData("caller", "UPDATE")]
    [InlineData("caller", "INVITE")]
    [InlineData("called", "UPDATE")]
    [InlineData("called", "INVITE")]
    public void A_session_is_kept_alive(string refresher, string method) => Each(seed =>
    {
        var (network, bridge, room) = Meet(seed, Sessions(90), Sessions(90), rewrite: text =>
        {
            if (method == "INVITE")
                text = text.Replace(", UPDATE", "", StringComparison.Ordinal);
            return text.StartsWith("INVITE sip:room@", StringComparison.Ordinal)
                ? text.Replace("Session-Expires: 90\r\n", $"Session-Expires: 90;refresher={(refresher == "caller" ? "uac" : "uas")}\r\n", StringComparison.Ordinal)
                : text;
        });
        network.RunTo(15 * 60_000);
        var (from, to) = refresher == "caller" ? (bridge, room) : (room, bridge);
        Assert.True(network.Count(from, to, method) >= 15, string.Join('\n', network.Trace));
        Assert.True(network.Count(to, from, method) <= (method == "INVITE" && to == bridge ? 8 : 0), "the other side asked, too");
        AssertAnswered(bridge, room);
        HangUpAndEnd(network, bridge, room);
    });

    [Fact]
    public void A_room_that_wants_longer_sessions_is_asked_for_them() => Each(seed =>
    {
        var (network, bridge, room) = Meet(seed, Sessions(90), Sessions(1800, 300));
        network.RunTo(15 * 60_000);
        Assert.True(network.Count(room, bridge, "422") >= 1);
        var refreshes = network.Count(room, bridge, "UPDATE") + network.Count(bridge, room, "UPDATE");
        Assert.InRange(refreshes, 5, 60); // every 150 s, not every 45
        AssertAnswered(bridge, room);
        HangUpAndEnd(network, bridge, room);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_side_that_dies_is_missed_by_the_other(bool isRoomDead) => Each(seed =>
    {
        var (network, bridge, room) = Meet(seed, Sessions(90), Sessions(90));
        var (dead, left) = isRoomDead ? (room, bridge) : (bridge, room);
        network.At(100_000, () => network.Kill(dead));
        network.RunTo(100_000 + 140_000);
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(left.Last).By);
        network.RunTo(500_000);
        Assert.Equal(default, left.Engine.Counts);
    });

    [Fact]
    public void Ringing_is_acknowledged_and_the_call_goes_on() => Each(seed =>
    {
        var (network, bridge, room) = Meet(seed, answersAfter: 4000, rewrite: text => text.StartsWith("INVITE ", StringComparison.Ordinal)
            ? text.Replace("Call-ID:", "Require: 100rel\r\nCall-ID:", StringComparison.Ordinal)
            : text);
        network.RunTo(60_000);
        Assert.True(network.Count(bridge, room, "PRACK") >= 1);
        AssertAnswered(bridge, room);
        HangUpAndEnd(network, bridge, room);
    });

    /// <summary>A held and a resumed call; both sides may ask at once.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Media_are_changed_back_and_forth(bool areBoth) => Each(seed =>
    {
        var (network, bridge, room) = Meet(seed);
        network.RunTo(30_000);
        for (var turn = 0; turn < 4; turn++)
        {
            var isHeld = turn % 2 == 0;
            bridge.Do(new CallCommand.Change(Call, SimulatedAgent.Sound with { MayReceive = !isHeld }));
            if (areBoth)
                room.Do(new CallCommand.Change(room.Events[0].Call, SimulatedAgent.Sound with { PtimeMs = 20 + (20 * turn) }));
            network.RunTo(30_000 + (60_000 * (turn + 1)));
            var told = bridge.Events.OfType<CallEvent.MediaChanged>().Last().Media;
            Assert.Equal(!isHeld, told.MayReceive);
            Assert.Equal(!isHeld, room.Events.OfType<CallEvent.MediaChanged>().Last().Media.MaySend);
        }

        Assert.DoesNotContain(bridge.Events.Concat(room.Events), one => one is CallEvent.ChangeRefused);
        HangUpAndEnd(network, bridge, room);
    });

    [Fact]
    public void A_room_is_asked_to_call_elsewhere_and_tells_how_that_goes() => Each(seed =>
    {
        var (network, bridge, room) = Meet(seed);
        network.RunTo(20_000);
        bridge.Do(new CallCommand.Transfer(Call, "sip:2002@192.0.2.1"));
        network.RunTo(40_000);
        var asked = Assert.Single(room.Events.OfType<CallEvent.TransferAsked>());
        Assert.Equal("sip:2002@192.0.2.1", asked.Address);
        room.Do(new CallCommand.AnswerTransfer(asked.Call, 180, "Ringing"));
        network.At(41_000, () => room.Do(new CallCommand.AnswerTransfer(asked.Call, 200, "OK")));
        network.RunTo(80_000);
        var last = Assert.Single(bridge.Events.OfType<CallEvent.TransferProgress>(), one => one.IsFinal);
        Assert.Equal(200, last.Status);
        HangUpAndEnd(network, bridge, room);
    });

    [Fact]
    public void A_call_that_ends_in_the_middle_of_a_transfer_leaves_nothing() => Each(seed =>
    {
        var (network, bridge, room) = Meet(seed);
        network.RunTo(20_000);
        bridge.Do(new CallCommand.Transfer(Call, "sip:2002@192.0.2.1"));
        network.RunTo(20_100 + (seed * 10));
        HangUpAndEnd(network, bridge, room);
    });

    [Fact]
    public void Another_device_takes_the_place_of_the_one_that_is_in() => Each(seed =>
    {
        var (network, bridge, room) = Meet(seed);
        var other = network.Add("192.0.2.3", IncomingPolicy.Answer);
        bridge.Know(other);
        network.RunTo(20_000);
        var dialog = bridge.Identity;
        network.Rewrite = (from, text) => from.Equals(other.Endpoint) && text.StartsWith("INVITE ", StringComparison.Ordinal)
            ? text.Replace("Call-ID:", $"Replaces: {dialog.CallId};to-tag={dialog.LocalTag};from-tag={dialog.RemoteTag}\r\nCall-ID:", StringComparison.Ordinal)
            : text;
        other.Do(new CallCommand.Dial(Call, $"sip:bridge@{Bridge}", "Máy khác", SimulatedAgent.Sound, TimeSpan.FromSeconds(30)));
        network.RunTo(80_000);
        Assert.Contains(other.Events, one => one is CallEvent.Answered);
        Assert.Equal(CallEnd.Remote, Assert.IsType<CallEvent.Ended>(room.Last).By);
        Assert.DoesNotContain(bridge.Events, one => one is CallEvent.Ended);
        HangUpAndEnd(network, bridge, room, other);
        Assert.Equal(CallEnd.Remote, Assert.IsType<CallEvent.Ended>(other.Last).By);
    });

    [Fact]
    public void A_registration_is_kept_for_an_hour_and_withdrawn() => Each(seed =>
    {
        var network = new SimulatedNetwork(seed, NetworkFaults.Bad);
        var registrar = network.Add("192.0.2.9", IncomingPolicy.KnownPeersAndAccounts, new SignallingOptions { Access = Phone.Rules("phong1") });
        var client = network.Add("192.0.2.2", IncomingPolicy.Answer, Account("phong1"));
        client.Do((engine, now) => engine.BeginRegistration(now));
        for (var minute = 1; minute <= 60; minute++)
        {
            network.RunTo(minute * 60_000);
            Assert.Equal(RegistrationState.Registered, client.Engine.Registration!.State);
            Assert.Single(registrar.Engine.Access(network.Now).Bindings);
        }

        Assert.True(network.Count(client, registrar, "REGISTER") >= 12);
        client.Do((engine, now) => engine.EndRegistration(now));
        network.RunTo(61 * 60_000 + 300_000); // the farewell may be lost: then the binding ends by itself
        Assert.Empty(registrar.Engine.Access(network.Now).Bindings);
        AssertNothingLeft(registrar, client);
    });

    [Fact]
    public void A_caller_who_is_asked_for_his_password_gets_in_by_his_account() => Each(seed =>
    {
        var network = new SimulatedNetwork(seed, NetworkFaults.Bad);
        var bridge = network.Add(Bridge, IncomingPolicy.KnownPeersAndAccounts, new SignallingOptions { Access = Phone.Rules("phong1") });
        var room = network.Add("192.0.2.2", IncomingPolicy.Answer, new SignallingOptions
        {
            LocalUser = "phong1",
            Credentials = [new DigestCredential(null, Bridge, "phong1", "đúng")],
        });
        bridge.OnEvent = happened =>
        {
            if (happened is CallEvent.Incoming incoming)
                bridge.Do(new CallCommand.Accept(incoming.Call, SimulatedAgent.Sound));
        };
        room.Do(new CallCommand.Dial(Call, $"sip:2001@{Bridge}", "Phòng 1", SimulatedAgent.Sound, TimeSpan.FromSeconds(40)));
        network.RunTo(60_000);
        Assert.Equal("phong1", Assert.Single(bridge.Events.OfType<CallEvent.Incoming>()).Account);
        AssertAnswered(bridge, room);
        HangUpAndEnd(network, room, bridge);
    });

    [Fact]
    public void A_room_with_two_devices_is_in_by_one_of_them_whatever_is_lost() => Each(seed =>
    {
        var network = new SimulatedNetwork(seed, NetworkFaults.Bad);
        var bridge = network.Add(Bridge, IncomingPolicy.KnownPeersAndAccounts, new SignallingOptions { Access = Phone.Rules("phong1") });
        var silent = network.Add("192.0.2.2", IncomingPolicy.Answer, Account("phong1", Bridge));
        var present = network.Add("192.0.2.3", IncomingPolicy.Answer, Account("phong1", Bridge));
        present.OnEvent = happened =>
        {
            if (happened is CallEvent.Incoming incoming)
                present.Do(new CallCommand.Accept(incoming.Call, SimulatedAgent.Sound));
        };
        silent.OnEvent = happened =>
        {
            if (happened is CallEvent.Incoming incoming)
                silent.Do(new CallCommand.Ring(incoming.Call));
        };
        present.Do((engine, now) => engine.BeginRegistration(now));
        network.RunTo(30_000);
        silent.Do((engine, now) => engine.BeginRegistration(now)); // the newest is called first
        network.RunTo(60_000);
        bridge.Do(new CallCommand.Dial(Call, "registered:phong1", "Hội nghị", SimulatedAgent.Sound, TimeSpan.FromSeconds(60)));
        network.RunTo(180_000);
        AssertAnswered(bridge, present);
        Assert.Equal(CallFailureKind.Cancelled, Assert.IsType<CallEvent.Failed>(silent.Last).Failure.Kind);
        foreach (var device in new[] { silent, present })
            device.Do((engine, now) => engine.EndRegistration(now));
        HangUpAndEnd(network, bridge, present, silent);
    });

    private static SignallingOptions Sessions(int seconds, int least = 90) => new()
    {
        SessionTimers = new SessionTimerOptions { Interval = TimeSpan.FromSeconds(seconds), Minimum = TimeSpan.FromSeconds(least) },
    };

    private static SignallingOptions Account(string user, string registrar = "192.0.2.9")
    {
        Assert.True(SipUri.TryParse($"sip:{registrar}", out var uri));
        Assert.True(SipUri.TryParse($"sip:{user}@{registrar}", out var account));
        return new SignallingOptions
        {
            LocalUser = user,
            Registration = new RegistrationOptions { Registrars = [uri], Account = account, Expires = TimeSpan.FromMinutes(5), FirstBackOff = TimeSpan.FromSeconds(2) },
            Credentials = [new DigestCredential(null, registrar, user, "đúng")],
        };
    }

    /// <summary>The bridge calls a room that answers.</summary>
    private static (SimulatedNetwork Network, SimulatedAgent Bridge, SimulatedAgent Room) Meet(
        int seed, SignallingOptions? own = null, SignallingOptions? rooms = null, int answersAfter = 500, Func<string, string>? rewrite = null)
    {
        var network = new SimulatedNetwork(seed, NetworkFaults.Bad) { Rewrite = rewrite is null ? null : (_, text) => rewrite(text) };
        var bridge = network.Add(Bridge, IncomingPolicy.KnownPeersOnly, own);
        var room = network.Add("192.0.2.2", IncomingPolicy.Answer, rooms);
        bridge.Know(room);
        room.OnEvent = happened =>
        {
            if (happened is not CallEvent.Incoming incoming)
                return;
            room.Do(new CallCommand.Ring(incoming.Call));
            network.At((int)(network.Now.Microseconds / 1000) + answersAfter, () => room.Do(new CallCommand.Accept(incoming.Call, SimulatedAgent.Sound)));
        };
        bridge.Do(new CallCommand.Dial(Call, "sip:room@192.0.2.2", "Hội nghị", SimulatedAgent.Sound, TimeSpan.FromSeconds(60)));
        return (network, bridge, room);
    }

    private static void Each(Action<int> story)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            try
            {
                story(seed);
            }
            catch (Xunit.Sdk.XunitException fault)
            {
                Assert.Fail($"Seed {seed}: {fault.Message}");
            }
        }
    }

    private static void AssertAnswered(params SimulatedAgent[] agents)
    {
        foreach (var agent in agents)
        {
            Assert.Single(agent.Events, one => one is CallEvent.Answered);
            Assert.DoesNotContain(agent.Events, one => one is CallEvent.Ended or CallEvent.Failed);
        }
    }

    /// <summary>The first hangs up; every side has then had one last event and holds nothing.</summary>
    private static void HangUpAndEnd(SimulatedNetwork network, SimulatedAgent first, params SimulatedAgent[] others)
    {
        first.Do(new CallCommand.HangUp(Call));
        network.RunTo((int)(network.Now.Microseconds / 1000) + 400_000);
        foreach (var agent in (SimulatedAgent[])[first, .. others])
        {
            Assert.Single(agent.Events, one => one is CallEvent.Ended or CallEvent.Failed);
            Assert.True(agent.Last is CallEvent.Ended or CallEvent.Failed, SimulatedAgent.Describe(agent.Events));
        }

        AssertNothingLeft([first, .. others]);
    }

    private static void AssertNothingLeft(params SimulatedAgent[] agents)
    {
        foreach (var agent in agents)
            Assert.Equal(default, agent.Engine.Counts);
    }
}
