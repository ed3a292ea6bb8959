using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Tracing;
using Conferencing.Signalling.Transports;
using Conferencing.Tests.Signalling;

namespace Conferencing.Tests.Fuzzing;

/// <summary>Judges and corpora of what reads SIP and SDP.</summary>
internal static class SignallingParsers
{
    private static readonly MessageLimits Limits = new();

    private static readonly string[] DigestHeaders =
    [
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe\"",
        "Digest realm=\"conferencing\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", stale=TRUE",
        "Digest username=\"room\", realm=\"conferencing\", nonce=\"abc\", uri=\"sip:bridge@192.0.2.1\", response=\"6629fae49393a05397450978507c4ef1\", algorithm=MD5, cnonce=\"0a4f113b\", qop=auth, nc=00000001",
        "Digest username=\"ph\\\"ng\", realm=\"a, b\", nonce=\"n\", uri=\"sip:x\", response=\"r\", cnonce=\"c\", qop=auth, nc=ffffffff, algorithm=SHA-256",
    ];

    private static readonly string[] InfoBodies =
        ["Signal=5\r\nDuration=160\r\n", "Duration=160\r\nSignal= * ", "7", "Signal=10\r\n", "<media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>"];

    private static readonly string[] OtherValues =
    [
        "SIP ;cause=200 ;text=\"Call completed elsewhere\"", "Q.850;cause=16", "776656 1 INVITE", "1800;refresher=uas", "UDP 192.0.2.1:5060", "TLS [2001:db8::1]:5061 host.example",
        "192.0.2.7", "2001:db8::/64", "1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4", "*", "<sip:room@192.0.2.5:5060;transport=tcp>;expires=300;q=0.5",
        "sip:%70h%C3%B2ng:secret@[2001:db8::7]:5070;lr;transport=tls?Subject=x",
    ];

    public static IEnumerable<byte[]> Messages() => SipTortureTests.Corpus().Concat(Conversation());

    public static IEnumerable<byte[]> Descriptions() => SdpTests.Corpus();

    public static IEnumerable<byte[]> Digests() => DigestHeaders.Select(Encoding.UTF8.GetBytes);

    public static IEnumerable<byte[]> Infos() => InfoBodies.Select(Encoding.UTF8.GetBytes);

    /// <summary>Every header field's value of the messages, and values they do not hold.</summary>
    public static IEnumerable<byte[]> Values() => Messages()
        .SelectMany(message => Encoding.Latin1.GetString(message).Split('\n'))
        .Where(line => line.Contains(':', StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
        .Concat(OtherValues)
        .Where(value => value.Length is > 0 and < 1000)
        .Distinct()
        .Select(Encoding.Latin1.GetBytes);

    public static void Message(byte[] input)
    {
        var reject = SipParser.Parse(input, Limits, out var message);
        Assert.Equal(reject == SipReject.None, message is not null);
        if (message is null)
            return;
        var text = Encoding.UTF8.GetString(SipWriter.Write(MultipartBody.Narrow(message)).Span);
        Assert.Contains($"\r\nFrom: {message.From}\r\n", text, StringComparison.Ordinal);
        Assert.Contains($"\r\nTo: {message.To}\r\n", text, StringComparison.Ordinal);
        Assert.All(message.Vias, via => Assert.Contains($"\r\nVia: {via}\r\n", text, StringComparison.Ordinal));
    }

    public static void Description(byte[] input, Random random)
    {
        var reject = SdpParser.Parse(input, out var description);
        if (reject != SdpReject.None)
            return;
        Assert.NotEmpty(SdpWriter.Write(description!));
        OfferAnswer.Answer(description!, SimulatedAgent.Sound, new SessionOrigin(1, 1));
        OfferAnswer.Apply(description!, SimulatedAgent.Sound, 0);
        var crypto = OwnCrypto.For(CallEncryption.Preferred, random);
        OfferAnswer.Answer(description!, SimulatedAgent.Sound, new SessionOrigin(1, 1), crypto);
        OfferAnswer.Apply(description!, SimulatedAgent.Sound, 0, crypto);
    }

    /// <summary>A stream in pieces of any size; after a refusal the connection would end, and another begins.</summary>
    public static (Action<byte[]>, Action) Stream(Random random)
    {
        var framer = new StreamFramer(Limits);
        return (Judge, () => { });

        void Judge(byte[] input)
        {
            for (var from = 0; from < input.Length && framer.Refusal == SipReject.None;)
            {
                var length = Math.Min(input.Length - from, random.Next(1, 400));
                framer.Add(input.AsSpan(from, length));
                from += length;
                while (framer.TryTake(out _, out var message))
                    Assert.True(message.Length <= Limits.MessageBytes);
                Assert.True(framer.Held <= Limits.MessageBytes + 400, $"{framer.Held} bytes are held.");
            }

            if (framer.Refusal != SipReject.None || random.Next(20) == 0)
                framer = new StreamFramer(Limits);
        }
    }

    public static void Digest(byte[] input)
    {
        var header = Encoding.Latin1.GetString(input);
        if (DigestClaim.TryParse(header, out var claim))
            Assert.NotEmpty(claim.Expected("ha1", "REGISTER"));
        if (DigestChallenge.TryParse(header, out var challenge))
            Assert.NotEmpty(new DigestAnswer(challenge, new DigestCredential(null, null, "room", "secret"), "cnonce").Next("REGISTER", "sip:bridge"));
    }

    public static void Value(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        if (NameAddress.TryParse(text, out var address))
            Assert.True(NameAddress.TryParse(address.ToString(), out var again) && again.UriText == address.UriText && again.Tag == address.Tag);
        if (Via.TryParse(text, out var via))
            Assert.True(Via.TryParse(via.ToString(), out var again) && again.ToString() == via.ToString());
        if (SipUri.TryParse(text, out var uri))
        {
            Assert.True(SipUri.TryParse(uri.ToString(), out var again) && again.ToString() == uri.ToString());
            Assert.NotNull(uri.User);
            SipTarget.TryOf(uri, out _);
        }

        if (SipParameters.TryParse(text, out var parameters))
            Assert.True(SipParameters.TryParse(parameters.ToString(), out var again) && again.ToString() == parameters.ToString());
        _ = CSeq.TryParse(text, out _);
        _ = ReasonHeader.TryParse(text, out _);
        _ = RackHeader.TryParse(text, out _);
        _ = SipPath.TryParse(text, out _);
        _ = SipTransports.TryParse(text, out _);
        _ = SourceKey.TryParse(text, out _);
        CryptoAttribute.Parse(text);
        var register = Request(SipMethods.Register) with { Others = [new SipHeader("Session-Expires", text), new SipHeader("Min-SE", text), new SipHeader("Expires", text), new SipHeader("Contact", text)] };
        SessionExpires.Of(register);
        SessionExpires.MinimumOf(register);
        ReasonHeader.Describe(register with { Others = [new SipHeader("Reason", text)] });
        RegisterReading.Of(register, new RegistrarLimits());
    }

    public static void Info(byte[] input)
    {
        foreach (var type in new[] { "application/dtmf-relay", "application/dtmf", "application/media_control+xml" })
        {
            var info = Request(SipMethods.Info) with { ContentType = type, Body = input };
            Assert.True(!InfoBody.TryReadDigit(info, out var digit) || "0123456789*#ABCD".Contains(digit, StringComparison.Ordinal));
            InfoBody.WantsKeyFrame(info);
        }
    }

    /// <summary>Works on what no parser accepts, too.</summary>
    public static (Action<byte[]>, Action) Trace(Random random)
    {
        var filter = new TraceFilter(["a84b4c76e66710"], ["sip:room@192.0.2.20"]);
        return (Judge, () => { });

        void Judge(byte[] input)
        {
            filter.Matches(SipPath.Udp(ScriptedPeer.Address), input);
            Assert.True(SipRedaction.Clean(input).Length <= 2 * (input.Length + 100));
        }
    }

    /// <summary>What arrives at the port, with calls that are answered or refused at random; nothing may stay behind.</summary>
    public static (Action<byte[]>, Action) Agent(Random random)
    {
        const int MostHeld = 20_000;
        var engine = new SignallingEngine(new SignallingOptions { Incoming = IncomingPolicy.Answer }, new Random(random.Next()));
        var now = new Tick(0);
        return (Judge, End);

        void Judge(byte[] input)
        {
            now += TimeSpan.FromMilliseconds(random.Next(50));
            engine.Receive(input, SipPath.Udp(ScriptedPeer.Address), now);
            engine.Advance(now);
            while (engine.TryPoll(out var output))
            {
                if (output is SignallingOutput.Happened { Event: CallEvent.Incoming incoming })
                    engine.Do(random.Next(2) == 0 ? new CallCommand.Accept(incoming.Call, SimulatedAgent.Sound) : new CallCommand.Reject(incoming.Call, 486, "Busy"), now);
            }

            Assert.True(engine.Counts.Transactions + engine.Counts.Deadlines < MostHeld, engine.Counts.ToString());
        }

        void End()
        {
            while (engine.NextDeadline is var next && next != Tick.Never)
            {
                engine.Advance(next);
                while (engine.TryPoll(out _))
                {
                    // what it says to the end does not matter
                }
            }

            Assert.Equal(default, engine.Counts);
        }
    }

    private static SipRequest Request(string method) => new()
    {
        Method = method,
        RequestUri = "sip:bridge@192.0.2.1",
        Vias = [],
        From = NameAddress.Create(null, "sip:room@192.0.2.20", "a"),
        To = NameAddress.Create(null, "sip:bridge@192.0.2.1"),
        CallId = "1",
        CSeq = new CSeq(1, method),
    };

    /// <summary>The messages of a plain call.</summary>
    private static IEnumerable<byte[]> Conversation()
    {
        var peer = new ScriptedPeer();
        peer.Ask(peer.Establish(), "INVITE", 2, ScriptedPeer.PlainSdp);
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        return peer.Sent.Select(message => SipWriter.Write(message).ToArray());
    }
}
