using System.Collections.Immutable;

namespace Conferencing.Signalling.Calls;

/// <summary>One call between this agent and a peer. The side that begins the call chooses the number.</summary>
public readonly record struct CallHandle(long Value);

/// <summary>What a bridge may ask of its SIP agent.</summary>
public abstract record CallCommand(CallHandle Call)
{
    /// <summary>Sends an INVITE with an SDP offer made from <paramref name="Media"/>.</summary>
    /// <param name="Address">The peer's SIP URI as text; one that cannot be parsed fails with <see cref="CallFailureKind.BadAddress"/>.</param>
    /// <param name="FromName">Display name of the From header, with diacritics.</param>
    /// <param name="RingLimit">After this time without a final response the INVITE is cancelled: <see cref="CallFailureKind.NoAnswer"/>.</param>
    public sealed record Dial(CallHandle Call, string Address, string FromName, AudioCapabilities Media, TimeSpan RingLimit) : CallCommand(Call)
    {
        /// <summary>User part of the conference's address: the Contact then names it and marks it as a focus (RFC 4579 section 5); null for none.</summary>
        public string? Focus { get; init; }
    }

    /// <summary>Answers an incoming call with 200 and SDP; fails the call if no codec is common.</summary>
    public sealed record Accept(CallHandle Call, AudioCapabilities Media) : CallCommand(Call)
    {
        /// <summary>See <see cref="Dial.Focus"/>.</summary>
        public string? Focus { get; init; }
    }

    /// <summary>180 for an incoming call.</summary>
    public sealed record Ring(CallHandle Call) : CallCommand(Call);

    /// <summary>Refuses an incoming call with a final status of 300 or more.</summary>
    public sealed record Reject(CallHandle Call, int Status, string Phrase) : CallCommand(Call);

    /// <summary>CANCEL before an answer, BYE after it. Always ends in <see cref="CallEvent.Ended"/> or <see cref="CallEvent.Failed"/>.</summary>
    /// <param name="Reason">Why, in English, for the peer's log (RFC 3326); null for an ordinary end.</param>
    public sealed record HangUp(CallHandle Call, string? Reason = null) : CallCommand(Call);

    /// <summary>
    /// Asks the peer of an answered call for other media: hold, resume, another port. Ends in <see cref="CallEvent.MediaChanged"/>, or in
    /// <see cref="CallEvent.ChangeRefused"/> and the call goes on as it was.
    /// </summary>
    public sealed record Change(CallHandle Call, AudioCapabilities Media) : CallCommand(Call)
    {
        /// <summary>The conference the call is in from now on; null leaves that as it was. See <see cref="Dial.Focus"/>.</summary>
        public string? Focus { get; init; }
    }

    /// <summary>Asks the peer of an answered call to call another address instead; told by <see cref="CallEvent.TransferProgress"/>.</summary>
    public sealed record Transfer(CallHandle Call, string Address) : CallCommand(Call)
    {
        /// <summary>The address is only a user part, of this agent itself: it knows as what the peer sees it.</summary>
        public bool IsOwnNumber { get; init; }
    }

    /// <summary>How the transfer goes that the peer asked for: below 200 it is under way, any other status is its end.</summary>
    public sealed record AnswerTransfer(CallHandle Call, int Status, string Phrase) : CallCommand(Call);

    /// <summary>
    /// Ends a call that an earlier process of this bridge left behind: CANCEL or BYE from its recorded identity. Ends in
    /// <see cref="CallEvent.Ended"/> within seconds, also when the peer answers 481 or nothing.
    /// </summary>
    public sealed record EndForgotten(CallHandle Call, DialogIdentity Identity) : CallCommand(Call);
}

/// <summary>Sound this side can send and receive, and where.</summary>
public sealed record AudioCapabilities
{
    /// <summary>
    /// Where RTP is received; RTCP is received at <see cref="RtcpPort"/>. The same ports count at the agent's address of the other IP family,
    /// which a peer is told whose description is of that one.
    /// </summary>
    public required System.Net.IPEndPoint Rtp { get; init; }

    public required int RtcpPort { get; init; }

    /// <summary>In order of preference.</summary>
    public required ImmutableArray<AudioFormat> Formats { get; init; }

    /// <summary>The most either side may send; null for no bound.</summary>
    public Bandwidth? Bandwidth { get; init; }

    /// <summary>Packet time wanted, milliseconds.</summary>
    public int PtimeMs { get; init; } = 20;

    public CallEncryption Encryption { get; init; }

    /// <summary>Suites to offer, the most preferred first; empty for the usual ones. Which ones are accepted it does not say.</summary>
    public ImmutableArray<CryptoSuite> Suites { get; init; } = [];

    /// <summary>Extended reports (RFC 3611) are read and clocks answered.</summary>
    public bool ExtendedReports { get; init; }

    /// <summary>False holds the peer: what it sends is not wanted.</summary>
    public bool MayReceive { get; init; } = true;

    /// <summary>False when nothing will be sent.</summary>
    public bool MaySend { get; init; } = true;
}

/// <summary>The most a stream may take, each way.</summary>
/// <param name="Kbits">Of the line, with all heads and reports: <c>b=AS</c> (RFC 8866 section 5.8, RFC 3550 section 6.2).</param>
/// <param name="PayloadBits">Bits a second without any of these: <c>b=TIAS</c> (RFC 3890, reckoned as RFC 8829 section 5.9 does).</param>
public sealed record Bandwidth(int Kbits, int PayloadBits);

/// <summary>An RTP payload format.</summary>
/// <param name="Name">Encoding name of RFC 4855, for example PCMA.</param>
/// <param name="PayloadType">0 to 127: the static type, or the one to offer.</param>
public sealed record AudioFormat(string Name, int ClockRateHz, int PayloadType, int Channels = 1, string? Parameters = null)
{
    public static readonly AudioFormat Pcma = new("PCMA", 8000, 8);
    public static readonly AudioFormat Pcmu = new("PCMU", 8000, 0);
    public static readonly AudioFormat G722 = new("G722", 8000, 9);

    /// <summary>Two channels by name, whatever is sent (RFC 7587 section 7).</summary>
    public static readonly AudioFormat Opus = new("opus", 48000, 96, 2, "useinbandfec=1;usedtx=1");

    /// <summary>Linear samples, for tests.</summary>
    public static readonly AudioFormat L16 = new("L16", 16000, 97);

    /// <summary>Events on the clock of Opus.</summary>
    public static readonly AudioFormat TelephoneEvent48 = new("telephone-event", 48000, 102, 1, "0-16");
    public static readonly AudioFormat TelephoneEvent = new("telephone-event", 8000, 101, 1, "0-16");
}

/// <summary>What offer and answer agreed on for sound (RFC 3264).</summary>
public sealed record NegotiatedAudio
{
    public required System.Net.IPEndPoint RemoteRtp { get; init; }

    /// <summary>The RTP port plus one, a=rtcp, or the RTP address itself with rtcp-mux.</summary>
    public required System.Net.IPEndPoint RemoteRtcp { get; init; }

    /// <summary>The format to send, with the payload type the peer wants to receive.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>Every payload type the peer may send, with its format: what the receiver must accept.</summary>
    public required ImmutableArray<AudioFormat> Accepted { get; init; }

    /// <summary>Payload type of RFC 4733 events to expect, null when not agreed.</summary>
    public int? TelephoneEventPayloadType { get; init; }

    /// <summary>Packet time to send, from the peer's a=ptime, milliseconds, 10 to 60.</summary>
    public required int SendPtimeMs { get; init; }

    /// <summary>False while the peer holds the call or only sends.</summary>
    public required bool MaySend { get; init; }

    /// <summary>False while the peer only receives.</summary>
    public required bool MayReceive { get; init; }

    /// <summary>The most to send, as our own side said it; null for no bound.</summary>
    public Bandwidth? Bandwidth { get; init; }

    /// <summary>Both sides named extended reports (RFC 3611).</summary>
    public bool ExtendedReports { get; init; }

    /// <summary>Null when the media are not encrypted.</summary>
    public NegotiatedCrypto? Crypto { get; init; }
}

/// <summary>
/// What must be known to end a call whose process died: written down as soon as it changes. Early when
/// <see cref="RemoteTag"/> is null: the INVITE's branch then serves for CANCEL.
/// </summary>
public sealed record DialogIdentity
{
    public required string CallId { get; init; }
    public required string LocalTag { get; init; }
    public string? RemoteTag { get; init; }
    public required string LocalUri { get; init; }
    public required string RemoteUri { get; init; }

    /// <summary>Request-URI of the INVITE while early, the peer's Contact afterwards.</summary>
    public required string RemoteTarget { get; init; }
    public ImmutableArray<string> RouteSet { get; init; } = [];
    public required long LocalSequence { get; init; }

    /// <summary>Branch of the INVITE's Via.</summary>
    public required string InviteBranch { get; init; }
    public required SipPath Destination { get; init; }
}
