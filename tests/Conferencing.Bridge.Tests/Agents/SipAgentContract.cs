using System.Net;
using System.Security.Cryptography;
using System.Text;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;

namespace Conferencing.Bridge.Tests.Agents;

/// <summary>
/// What a bridge relies on, whoever speaks SIP for it: every story with a real socket and a phone that does what the story says. An agent that
/// passes can take the place of another.
/// </summary>
public abstract class SipAgentContract : IDisposable
{
    private readonly ScriptedPhone _phone = new();
    private AgentUnderTest? _agent;

    private protected abstract ISipAgent Make(AgentSettings settings, Action<CallEvent> onEvent);

    private AgentUnderTest Agent => _agent ??= Start(new AgentSettings());

    private AgentUnderTest Start(AgentSettings settings)
    {
        _agent = new AgentUnderTest(onEvent => Make(settings, onEvent));
        _phone.Agent = _agent.Address;
        return _agent;
    }

    public void Dispose()
    {
        _agent?.Dispose();
        _phone.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_outgoing_call_rings_is_answered_and_hung_up_here()
    {
        Agent.Dial(_phone.Uri);
        var invite = await _phone.Request("INVITE");
        Assert.Contains("m=audio 9000 RTP/AVP 8 0", invite.Body, StringComparison.Ordinal);
        Assert.Contains("Hội nghị", invite["From"], StringComparison.Ordinal);
        Assert.IsType<CallEvent.IdentityChanged>(Agent.Events[0]); // written down before it is on the wire
        _phone.Answer(invite, 180, "Ringing");
        await Agent.Told<CallEvent.Ringing>();
        _phone.Answer(invite, 200, "OK", ScriptedPhone.Sdp());
        var media = (await Agent.Told<CallEvent.Answered>()).Media;
        Assert.Equal(("PCMA", "127.0.0.1:40000", true), (media.Format.Name, media.RemoteRtp.ToString(), media.MaySend));
        Assert.Equal(101, media.TelephoneEventPayloadType);
        var ack = await _phone.Request("ACK");
        Assert.Equal((invite.Sequence, ScriptedPhone.Tag), (ack.Sequence, ack.Tag("To")));
        Assert.Equal(ScriptedPhone.Tag, Agent.Events.OfType<CallEvent.IdentityChanged>().Last().Identity.RemoteTag);

        Agent.HangUp();
        var bye = await _phone.Request("BYE");
        Assert.True(bye.Sequence > invite.Sequence);
        _phone.Answer(bye, 200, "OK");
        Assert.Equal(CallEnd.Local, (await Agent.Told<CallEvent.Ended>()).By);
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task The_peer_hangs_up_and_says_it_twice()
    {
        var invite = await Answered();
        _phone.Say("BYE", invite, 10);
        Assert.Equal(200, (await _phone.Final("BYE")).Status);
        Assert.Equal(CallEnd.Remote, (await Agent.Told<CallEvent.Ended>()).By);
        _phone.Say("BYE", invite, 11);
        Assert.InRange((await _phone.Final("BYE")).Status, 200, 499);
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task An_answer_that_is_repeated_is_acknowledged_again_and_told_once()
    {
        Agent.Dial(_phone.Uri);
        var invite = await _phone.Request("INVITE");
        _phone.Answer(invite, 200, "OK", ScriptedPhone.Sdp());
        await _phone.Request("ACK");
        _phone.AnswerAgain(invite);
        _phone.AnswerAgain(invite);
        await EndHere();
        Assert.Single(Agent.Events.OfType<CallEvent.Answered>());
    }

    [Theory]
    [InlineData(486, "Busy Here", CallFailureKind.Busy)]
    [InlineData(600, "Busy Everywhere", CallFailureKind.Busy)]
    [InlineData(603, "Decline", CallFailureKind.Refused)]
    [InlineData(403, "Forbidden", CallFailureKind.Refused)]
    [InlineData(404, "Not Found", CallFailureKind.BadAddress)]
    [InlineData(480, "Temporarily Unavailable", CallFailureKind.NoAnswer)]
    [InlineData(488, "Not Acceptable Here", CallFailureKind.NoUsableMedia)]
    [InlineData(503, "Service Unavailable", CallFailureKind.ServerFailure)]
    [InlineData(401, "Unauthorized", CallFailureKind.NotAuthenticated)]
    public async Task A_refusal_has_a_name(int status, string phrase, object kind)
    {
        Agent.Dial(_phone.Uri);
        var invite = await _phone.Request("INVITE");
        _phone.Answer(invite, status, phrase);
        var failure = (await Agent.Told<CallEvent.Failed>()).Failure;
        Assert.Equal(((CallFailureKind)kind, status, phrase), (failure.Kind, failure.Status, failure.Phrase));
        Assert.Equal(invite.Sequence, (await _phone.Request("ACK")).Sequence);
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task Nobody_answers_within_the_ring_limit()
    {
        Agent.Dial(_phone.Uri, ringSeconds: 1);
        var invite = await _phone.Request("INVITE");
        _phone.Answer(invite, 180, "Ringing");
        await TakeCancel(invite);
        Assert.Equal(CallFailureKind.NoAnswer, (await Agent.Told<CallEvent.Failed>()).Failure.Kind);
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task A_ringing_call_is_hung_up_here()
    {
        Agent.Dial(_phone.Uri);
        var invite = await _phone.Request("INVITE");
        _phone.Answer(invite, 180, "Ringing");
        await Agent.Told<CallEvent.Ringing>();
        Agent.HangUp();
        await TakeCancel(invite);
        Assert.Equal(CallFailureKind.Cancelled, (await Agent.Told<CallEvent.Failed>()).Failure.Kind);
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task An_answer_that_crosses_our_cancel_is_acknowledged_and_ended()
    {
        Agent.Dial(_phone.Uri);
        var invite = await _phone.Request("INVITE");
        _phone.Answer(invite, 180, "Ringing");
        await Agent.Told<CallEvent.Ringing>();
        Agent.HangUp();
        _phone.Answer(await _phone.Request("CANCEL"), 481, "Too Late");
        _phone.Answer(invite, 200, "OK", ScriptedPhone.Sdp());
        _phone.Answer(await _phone.Request("BYE"), 200, "OK");
        Assert.Equal(CallFailureKind.Cancelled, (await Agent.Told<CallEvent.Failed>()).Failure.Kind);
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task Where_nobody_listens_is_unreachable()
    {
        Agent.Dial($"sip:room@127.0.0.1:{Ports.One()}", ringSeconds: 4);
        Assert.Equal(CallFailureKind.Unreachable, (await Agent.Told<CallEvent.Failed>()).Failure.Kind);
        Agent.NothingFollowedTheLastEvent();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("sip:")]
    [InlineData("tel:+84123")]
    public async Task What_is_no_address_fails_as_one(string address)
    {
        Agent.Dial(address);
        Assert.Equal(CallFailureKind.BadAddress, (await Agent.Told<CallEvent.Failed>()).Failure.Kind);
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task An_answer_without_usable_sound_is_ended_with_that_reason()
    {
        Agent.Dial(_phone.Uri);
        _phone.Answer(await _phone.Request("INVITE"), 200, "OK", ScriptedPhone.Sdp().Replace("40000 RTP/AVP 8 101", "0 RTP/AVP 8", StringComparison.Ordinal));
        _phone.Answer(await _phone.Request("BYE"), 200, "OK");
        Assert.Equal(CallFailureKind.NoUsableMedia, (await Agent.Told<CallEvent.Failed>()).Failure.Kind);
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task An_incoming_call_is_accepted_and_ended_by_either_side()
    {
        foreach (var endsHere in new[] { true, false })
        {
            var (call, ok) = await Accepted($"in-{endsHere}");
            if (endsHere)
            {
                Agent.HangUp(call);
                _phone.Answer(await _phone.Request("BYE"), 200, "OK");
            }
            else
            {
                _phone.Say("BYE", ok, 2);
                Assert.Equal(200, (await _phone.Final("BYE")).Status);
            }

            var ended = await Agent.Told<CallEvent.Ended>(endsHere ? 0 : 1);
            Assert.Equal((call, endsHere ? CallEnd.Local : CallEnd.Remote), (ended.Call, ended.By));
        }

        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task An_incoming_call_without_an_offer_gets_ours()
    {
        _phone.Agent = Agent.Address;
        _phone.Invite("late", sdp: null);
        var incoming = await Agent.Told<CallEvent.Incoming>();
        Agent.Agent.Post(new CallCommand.Accept(incoming.Call, AgentUnderTest.Sound));
        var ok = await _phone.Final("INVITE");
        Assert.Contains("m=audio 9000 RTP/AVP 8 0", ok.Body, StringComparison.Ordinal);
        _phone.Say("ACK", ok, 1, ScriptedPhone.Sdp());
        Assert.Equal(40000, (await Agent.Told<CallEvent.Answered>()).Media.RemoteRtp.Port);
    }

    [Fact]
    public async Task An_incoming_call_is_refused()
    {
        _phone.Agent = Agent.Address;
        _phone.Invite("no", ScriptedPhone.Sdp());
        var incoming = await Agent.Told<CallEvent.Incoming>();
        Agent.Agent.Post(new CallCommand.Reject(incoming.Call, 486, "Busy Here"));
        var refusal = await _phone.Final("INVITE");
        Assert.Equal("SIP/2.0 486 Busy Here", refusal.StartLine);
        _phone.AcknowledgeRefusal(refusal);
        await Agent.Told<CallEvent.Failed>();
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task An_incoming_call_is_cancelled_by_its_caller()
    {
        _phone.Agent = Agent.Address;
        _phone.Invite("gone", ScriptedPhone.Sdp());
        var incoming = await Agent.Told<CallEvent.Incoming>();
        Agent.Agent.Post(new CallCommand.Ring(incoming.Call));
        await _phone.Response("INVITE");
        _phone.Cancel("gone");
        Assert.Equal(200, (await _phone.Final("CANCEL")).Status);
        Assert.Equal(CallFailureKind.Cancelled, (await Agent.Told<CallEvent.Failed>()).Failure.Kind);
        Agent.Agent.Post(new CallCommand.Accept(incoming.Call, AgentUnderTest.Sound)); // too late: does nothing
        Agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task The_peer_holds_and_resumes()
    {
        var invite = await Answered();
        _phone.Say("INVITE", invite, 10, ScriptedPhone.Sdp("sendonly"));
        var held = await _phone.Final("INVITE");
        Assert.Equal(200, held.Status);
        Assert.Contains("a=recvonly", held.Body, StringComparison.Ordinal);
        _phone.Say("ACK", invite, 10);
        Assert.False((await Agent.Told<CallEvent.MediaChanged>()).Media.MaySend);
        _phone.Say("INVITE", invite, 11, ScriptedPhone.Sdp(port: 40002));
        Assert.Equal(200, (await _phone.Final("INVITE")).Status);
        _phone.Say("ACK", invite, 11);
        var resumed = (await Agent.Told<CallEvent.MediaChanged>(1)).Media;
        Assert.Equal((true, 40002), (resumed.MaySend, resumed.RemoteRtp.Port));
        await EndHere();
    }

    [Fact]
    public async Task A_reinvite_that_changes_nothing_is_answered_and_not_told()
    {
        var invite = await Answered();
        _phone.Say("INVITE", invite, 10, ScriptedPhone.Sdp());
        Assert.Equal(200, (await _phone.Final("INVITE")).Status);
        _phone.Say("ACK", invite, 10);
        _phone.Say("INVITE", invite, 11, ScriptedPhone.Sdp().Replace("RTP/AVP 8 101", "RTP/AVP 99", StringComparison.Ordinal)); // nothing in common
        Assert.Equal(488, (await _phone.Final("INVITE")).Status);
        _phone.Say("ACK", invite, 11);
        await EndHere();
        Assert.Empty(Agent.Events.OfType<CallEvent.MediaChanged>());
    }

    [Fact]
    public async Task Keys_pressed_come_by_info()
    {
        var invite = await Answered();
        _phone.Say("INFO", invite, 10, "Signal=5\r\nDuration=160\r\n", "application/dtmf-relay");
        Assert.Equal(200, (await _phone.Final("INFO")).Status);
        Assert.Equal('5', (await Agent.Told<CallEvent.Digit>()).Value);
        await EndHere();
    }

    [Fact]
    public async Task A_challenge_is_answered_once_with_the_right_digest()
    {
        var agent = Start(new AgentSettings { Credential = new DigestCredential(null, null, "bridge", "mat khau") });
        agent.Dial(_phone.Uri);
        var first = await _phone.Request("INVITE");
        _phone.Answer(first, 401, "Unauthorized", null, "WWW-Authenticate: Digest realm=\"tinh\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"");
        var second = await _phone.Request("INVITE");
        Assert.True(second.Sequence > first.Sequence);
        Assert.Equal((first.CallId, first.Tag("From")), (second.CallId, second.Tag("From")));
        Assert.True(IsRight(second["Authorization"], "bridge:tinh:mat khau", $"INVITE:{second.Target}"), second["Authorization"]);
        _phone.Answer(second, 401, "Unauthorized", null, "WWW-Authenticate: Digest realm=\"tinh\", nonce=\"n2\", algorithm=MD5, qop=\"auth\"");
        Assert.Equal(CallFailureKind.NotAuthenticated, (await agent.Told<CallEvent.Failed>()).Failure.Kind);
        agent.NothingFollowedTheLastEvent();
    }

    [Fact]
    public async Task Only_known_peers_are_answered()
    {
        var agent = Start(new AgentSettings { Incoming = IncomingPolicy.KnownPeersOnly });
        _phone.Say("OPTIONS", new WireMessage("SIP/2.0 200 OK\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:bridge@b>\r\nCall-ID: o1\r\nContact: <sip:bridge@127.0.0.1>\r\n\r\n"), 1);
        await Eventually.True(TimeSpan.FromSeconds(20), () => agent.Agent.Refusals.Values.Sum() == 1, () => "the stranger was not counted");
        agent.Agent.KnownPeers = [new IPEndPoint(IPAddress.Loopback, 0)];
        _phone.Say("OPTIONS", new WireMessage("SIP/2.0 200 OK\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:bridge@b>\r\nCall-ID: o2\r\nContact: <sip:bridge@127.0.0.1>\r\n\r\n"), 1);
        var answer = await _phone.Final("OPTIONS");
        Assert.Equal(("o2", 200), (answer.CallId, answer.Status));
    }

    /// <summary>After a crash: BYE for a call that was answered; CANCEL for one that was not, if the agent can.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_call_of_a_dead_process_is_ended_or_it_is_said_that_it_cannot_be(bool wasAnswered)
    {
        Agent.Agent.Post(new CallCommand.EndForgotten(new CallHandle(7), new DialogIdentity
        {
            CallId = "dead",
            LocalTag = "ours",
            RemoteTag = wasAnswered ? "theirs" : null,
            LocalUri = "sip:bridge@127.0.0.1",
            RemoteUri = _phone.Uri,
            RemoteTarget = _phone.Uri,
            LocalSequence = 1,
            InviteBranch = "z9hG4bKdead",
            Destination = SipPath.Udp(_phone.Address),
        }));
        var isAble = Agent.Agent.Abilities.EndsForgotten switch { ForgottenCalls.All => true, ForgottenCalls.Answered => wasAnswered, _ => false };
        if (isAble)
        {
            var goodbye = await _phone.Request(wasAnswered ? "BYE" : "CANCEL");
            Assert.Equal(("dead", "ours"), (goodbye.CallId, goodbye.Tag("From")));
            _phone.Answer(goodbye, 200, "OK");
            if (!wasAnswered)
                Assert.EndsWith("branch=z9hG4bKdead", goodbye["Via"].Replace(";rport", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        var ended = await Agent.Told<CallEvent.Ended>();
        Assert.Equal(7, ended.Call.Value);
        Assert.True(isAble || ended.By == CallEnd.Lost);
        Agent.NothingFollowedTheLastEvent();
    }

    private async Task<WireMessage> Answered()
    {
        Agent.Dial(_phone.Uri);
        var invite = await _phone.Request("INVITE");
        _phone.Answer(invite, 200, "OK", ScriptedPhone.Sdp());
        await _phone.Request("ACK");
        await Agent.Told<CallEvent.Answered>();
        return invite;
    }

    private async Task<(CallHandle Call, WireMessage Ok)> Accepted(string callId)
    {
        _phone.Agent = Agent.Address;
        var before = Agent.Events.OfType<CallEvent.Incoming>().Count();
        _phone.Invite(callId, ScriptedPhone.Sdp());
        var incoming = await Agent.Told<CallEvent.Incoming>(before);
        Assert.Equal(("7001", "Phòng 7", _phone.Address), (incoming.ToUser, incoming.FromName, incoming.Source.Remote));
        Agent.Agent.Post(new CallCommand.Ring(incoming.Call));
        Assert.Equal(180, (await _phone.Response("INVITE")).Status);
        Agent.Agent.Post(new CallCommand.Accept(incoming.Call, AgentUnderTest.Sound));
        var ok = await _phone.Final("INVITE");
        Assert.Equal(200, ok.Status);
        Assert.Contains("m=audio 9000 RTP/AVP 8", ok.Body, StringComparison.Ordinal);
        _phone.Say("ACK", ok, 1);
        await Agent.Told<CallEvent.Answered>(before);
        return (incoming.Call, ok);
    }

    private async Task TakeCancel(WireMessage invite)
    {
        var cancel = await _phone.Request("CANCEL");
        Assert.Equal((invite.CallId, invite.Sequence, invite["Via"]), (cancel.CallId, cancel.Sequence, cancel["Via"]));
        _phone.Answer(cancel, 200, "OK");
        _phone.Answer(invite, 487, "Request Terminated");
        await _phone.Request("ACK");
    }

    private async Task EndHere()
    {
        Agent.HangUp();
        _phone.Answer(await _phone.Request("BYE"), 200, "OK");
        await Agent.Told<CallEvent.Ended>();
        Agent.NothingFollowedTheLastEvent();
    }

    /// <summary>RFC 7616 section 3.4.1 with qop=auth, worked out by hand.</summary>
    private static bool IsRight(string header, string first, string second)
    {
        string Value(string name) => header.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).First(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..].Trim('"');
        var response = Hash($"{Hash(first)}:{Value("nonce")}:{Value("nc")}:{Value("cnonce")}:auth:{Hash(second)}");
        return Value("response") == response;
    }

#pragma warning disable CA5351 // what the phone asks for
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
