namespace Conferencing.Tests.Fuzzing;

/// <summary>Every parser of what comes from outside, by the core it belongs to.</summary>
internal static class ParserTable
{
    public static readonly FuzzedParser[] Signalling =
    [
        new("SIP message", ["SipParser", "HeaderLines", "HeaderNames", "MultipartBody", "NameAddress", "Via", "SipUri"],
            SignallingParsers.Messages, _ => (SignallingParsers.Message, Nothing)),
        new("header values", ["NameAddress", "Via", "SipUri", "SipParameters", "CSeq", "ReasonHeader", "RackHeader", "SessionExpires", "RegisterReading", "SipPath", "SipTransports", "SourceKey", "CryptoAttribute", "SipTarget"],
            SignallingParsers.Values, _ => (SignallingParsers.Value, Nothing)),
        new("digest", ["DigestClaim", "DigestChallenge"],
            SignallingParsers.Digests, _ => (SignallingParsers.Digest, Nothing)),
        new("key presses and wishes by INFO", ["InfoBody"],
            SignallingParsers.Infos, _ => (SignallingParsers.Info, Nothing)),
        new("session description", ["SdpParser", "CryptoAttribute", "OfferAnswer"],
            SignallingParsers.Descriptions, random => (input => SignallingParsers.Description(input, random), Nothing)),
        new("stream framer", ["StreamFramer"],
            SignallingParsers.Messages, SignallingParsers.Stream),
        new("trace", ["TraceFilter", "SipRedaction"],
            SignallingParsers.Messages, SignallingParsers.Trace),
        new("the whole agent", ["SignallingEngine"],
            SignallingParsers.Messages, SignallingParsers.Agent) { Rounds = 5_000, FixedBytes = 16 << 20 },
    ];

    public static readonly FuzzedParser[] Media =
    [
        new("RTP", ["RtpHeader"], MediaParsers.Datagrams, _ => (MediaParsers.Rtp, Nothing)) { Rounds = 20_000 },
        new("RTCP", ["RtcpCompound", "RtcpHeader", "SenderReport", "ReceiverReport", "ReportBlock", "SourceDescription", "Goodbye", "ExtendedReport", "VoipMetrics", "StatisticsSummary"],
            MediaParsers.Datagrams, _ => (MediaParsers.Rtcp, Nothing)) { Rounds = 20_000 },
        new("SRTP", ["SrtpReceiver"], MediaParsers.Datagrams, MediaParsers.Srtp),
        new("key presses in RTP", ["TelephoneEvents"], MediaParsers.Keys, MediaParsers.Digits),
        new("recorded prompts", ["WavSound"], MediaParsers.Recordings, _ => (MediaParsers.Recording, Nothing)),
        new("a conference", ["MediaConference"], MediaParsers.Datagrams, MediaParsers.Conference)
        {
            Rounds = 20_000,
            FixedBytes = int.MaxValue, // the listeners keep what they hear; that the media core allocates nothing other tests show
        },
    ];

    private static void Nothing()
    {
    }
}
