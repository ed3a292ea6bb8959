using System.Globalization;
using System.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling.Access;

/// <summary>
/// A room that registered several devices is called at one after the other. A story is words like <c>486@1</c> (the device called last
/// answers after a second), <c>180:first@1</c> (an earlier one does), <c>gone@1</c> (the network says nobody is there), and what is sent.
/// </summary>
public sealed class DeviceSearchTests
{
    private readonly ScriptedPeer _peer = new(new SignallingOptions { Incoming = IncomingPolicy.KnownPeersAndAccounts, Access = Phone.Rules("phong1") });

    /// <summary>Three devices: 5061 is wanted most, then 5063, then 5062. The ring limit is 60 s.</summary>
    [Theory]
    [InlineData("busy, then not there, then answers", "486@1 gone@2 200@3", "INVITE:5061@0 ACK:5061@1 INVITE:5063@1 INVITE:5062@2 ACK:5062@3", "Answered")]
    [InlineData("says nothing for four seconds", "180@5 200@6", "INVITE:5061@0 INVITE:5063@4 ACK:5063@6", "Answered")]
    [InlineData("rings a third of the time, then half of the rest", "180@0 180@21 180@50 200@55",
        "INVITE:5061@0 CANCEL:5061@20 INVITE:5063@20 CANCEL:5063@40.5 INVITE:5062@40.5 ACK:5062@55", "Answered")]
    [InlineData("6xx is said for all", "603@1", "INVITE:5061@0 ACK:5061@1", "Refused 603")]
    [InlineData("all refuse: what the last says", "480@1 486@2 404@3", "INVITE:5061@0 ACK:5061@1 INVITE:5063@1 ACK:5063@2 INVITE:5062@2 ACK:5062@3", "BadAddress 404")]
    [InlineData("one was there: what it said", "486@1 gone@2 gone@3", "INVITE:5061@0 ACK:5061@1 INVITE:5063@1 INVITE:5062@2", "Busy 486")]
    [InlineData("none is there", "gone@0 gone@0 gone@0", "INVITE:5061@0 INVITE:5063@0 INVITE:5062@0", "Unreachable 0")]
    [InlineData("answers while the next one rings", "180@0 180@21 200:first@22",
        "INVITE:5061@0 CANCEL:5061@20 INVITE:5063@20 ACK:5061@22 CANCEL:5063@22", "Answered")]
    [InlineData("answers before the next one was heard", "180@0 200:first@20.4 180@20.45",
        "INVITE:5061@0 CANCEL:5061@20 INVITE:5063@20 ACK:5061@20.4 CANCEL:5063@20.45", "Answered")]
    [InlineData("heard late, is cancelled then", "100:first@5 486@6 200@7",
        "INVITE:5061@0 INVITE:5063@4 CANCEL:5061@5 ACK:5063@6 INVITE:5062@6 ACK:5062@7", "Answered")]
    [InlineData("hung up meanwhile: nobody else is called", "180@0 hangup@1 487@1", "INVITE:5061@0 CANCEL:5061@1 ACK:5061@1", "Cancelled 487")]
    [InlineData("sent elsewhere first", "302@1 404@2 200@3", "INVITE:5061@0 ACK:5061@1 INVITE:5099@1 ACK:5099@2 INVITE:5063@2 ACK:5063@3", "Answered")]
    public void Devices_are_called_in_turn(string what, string script, string sent, string outcome)
    {
        Assert.NotEmpty(what);
        Register((5061, "0.9"), (5062, "0.2"), (5063, "0.2"));
        var story = new Story(_peer);
        _peer.Dial("registered:phong1", ringSeconds: 60);
        foreach (var word in script.Split(' '))
            story.Play(word);
        Assert.Equal(sent, string.Join(' ', story.Sent()));
        Assert.Equal(outcome, story.Outcome());
        _peer.AdvanceTo(story.Begin + 100);
        _peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        _peer.AdvanceTo(story.Begin + 3600); // the registrations have ended, too
        Assert.Equal(default, _peer.Engine.Counts);
    }

    [Fact]
    public void A_device_that_insists_on_encryption_leaves_the_next_one_its_plain_offer()
    {
        Register((5061, "0.9"), (5062, "0.2"));
        _peer.Do(new CallCommand.Dial(
            ScriptedPeer.Call, "registered:phong1", "Bridge", SimulatedAgent.Sound with { Encryption = CallEncryption.Preferred }, TimeSpan.FromSeconds(60)));
        Assert.Equal("RTP/AVP", Profile());
        _peer.Reply(_peer.LastRequest, 488);
        Assert.Equal("RTP/SAVP", Profile());
        _peer.Reply(Invite(), 488);
        Assert.Equal(5062, _peer.Destinations[^1].Port);
        Assert.Equal("RTP/AVP", Profile());

        string Profile() => System.Text.Encoding.UTF8.GetString(Invite().Body.Span).Split("m=audio ")[1].Split(' ')[1];
        SipRequest Invite() => _peer.Sent.OfType<SipRequest>().Last(one => one.Method == "INVITE");
    }

    [Fact]
    public void A_registered_device_is_called_past_the_outbound_proxy_and_is_no_upstream_of_ours()
    {
        Assert.True(SipUri.TryParse("sip:192.0.2.200", out var proxy));
        var peer = new ScriptedPeer(new SignallingOptions
        {
            Incoming = IncomingPolicy.KnownPeersAndAccounts,
            Access = Phone.Rules("phong1"),
            OutboundProxy = proxy,
        });
        var phone = new Phone(peer);
        Assert.Equal(200, phone.Register());
        var invite = peer.Dial("registered:phong1");
        Assert.Empty(invite.Routes);
        Assert.Equal(phone.Source, peer.Destinations[^1]);
        Assert.Equal(401, phone.Send("INVITE", "Max-Forwards: 70")); // it must still prove itself
    }

    private void Register(params (int Port, string Q)[] devices)
    {
        foreach (var (port, q) in devices)
        {
            _peer.AdvanceTo(port - 5060);
            var phone = new Phone(_peer, port: port);
            phone.Contact += $";q={q}";
            Assert.Equal(200, phone.Register("Expires: 3000"));
        }
    }

    /// <summary>Plays the devices' part, in seconds since the call began.</summary>
    private sealed class Story(ScriptedPeer peer)
    {
        private readonly int _before = peer.Sent.Count;
        private readonly List<double> _times = [];

        public double Begin { get; } = peer.Now.Microseconds / 1e6;

        public void Play(string word)
        {
            var parts = word.Split('@');
            var at = double.Parse(parts[1], CultureInfo.InvariantCulture);
            AdvanceTo(at);
            switch (parts[0])
            {
                case "gone":
                    peer.Unreachable(new IPEndPoint(IPAddress.Parse("192.0.2.50"), peer.Destinations.Last(one => one.Port is > 5060 and < 5099).Port));
                    break;
                case "hangup":
                    peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
                    break;
                default:
                    Answer(parts[0]);
                    break;
            }

            Note();
        }

        /// <summary>Each request once, when it first went out.</summary>
        public IEnumerable<string> Sent() => peer.Sent.Skip(_before).OfType<SipRequest>()
            .Select((request, i) => (Request: request, To: peer.Destinations[_before + i].Port, At: _times[i]))
            .DistinctBy(one => (one.Request.Method, one.Request.Vias[0].Branch))
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Request.Method}:{one.To}@{one.At}"));

        public string Outcome() => peer.Events.Last(one => one is not (CallEvent.IdentityChanged or CallEvent.Ringing)) switch
        {
            CallEvent.Failed failed => $"{failed.Failure.Kind} {failed.Failure.Status}",
            var other => other.GetType().Name,
        };

        private void Answer(string word)
        {
            var status = int.Parse(word[..3], CultureInfo.InvariantCulture);
            var invites = peer.Sent.Skip(_before).OfType<SipRequest>().Where(one => one.Method == "INVITE").DistinctBy(one => one.Vias[0].Branch).ToList();
            var invite = word.EndsWith(":first", StringComparison.Ordinal) ? invites[0] : invites[^1];
            var contact = status == 302 ? "<sip:elsewhere@192.0.2.50:5099>" : $"<{invite.RequestUri}>";
            peer.Reply(invite, status, status == 200 ? ScriptedPeer.PlainSdp : null, $"Contact: {contact}", tag: invite.Vias[0].Branch![..12] + invite.CSeq.Sequence);
        }

        private void AdvanceTo(double seconds)
        {
            while (peer.Engine.NextDeadline <= new Tick((long)((Begin + seconds) * 1e6)))
            {
                Note();
                peer.AdvanceTo(peer.Engine.NextDeadline.Microseconds / 1e6);
                Note();
            }

            Note();
            peer.AdvanceTo(Begin + seconds);
            Note();
        }

        private void Note()
        {
            while (_times.Count < peer.Sent.Count - _before)
                _times.Add(Math.Round((peer.Now.Microseconds / 1e6) - Begin, 3));
        }
    }
}
