using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Conferencing.Signalling.Calls;

namespace Conferencing.Signalling.Sdp;

/// <summary>The offer/answer model of RFC 3264 for one audio stream; every other stream is refused with port 0.</summary>
internal static class OfferAnswer
{
    public const string Plain = "RTP/AVP";
    public const string Secure = "RTP/SAVP";
    private const string TelephoneEvent = "telephone-event";
    private const string ExtendedReports = "rtcp-xr";

    /// <summary>What we like to be told of how we are heard, and that clocks are answered (RFC 3611 section 5.1).</summary>
    private const string ReportsWanted = "rcvr-rtt=all stat-summary=loss,dup,jitt voip-metrics";

    /// <param name="earlier">Streams described before: their number and order stay (section 8).</param>
    /// <param name="place">Which of them is the audio stream.</param>
    /// <param name="crypto">Our keys; null when the media are not encrypted.</param>
    public static SessionDescription Offer(
        AudioCapabilities own, SessionOrigin origin, ImmutableArray<MediaDescription> earlier, int place, OwnCrypto? crypto = null, string profile = Plain)
    {
        var stream = Stream(own, profile, own.Formats, Direction(own.MaySend, own.MayReceive), own.RtcpPort == own.Rtp.Port, own.ExtendedReports, crypto?.Offer() ?? []);
        return Describe(own, origin, earlier.IsEmpty ? [stream] : earlier.SetItem(place, stream));
    }

    /// <summary>The answer to an offer, and what it agrees on.</summary>
    /// <param name="towards">Our address of a peer's IP family, null where we have none; null for the family of <paramref name="own"/> alone.</param>
    public static OfferAnswerResult Answer(
        SessionDescription offer, AudioCapabilities own, SessionOrigin origin, OwnCrypto? crypto = null, Func<IPAddress, IPAddress?>? towards = null)
    {
        var reason = SdpReject.NoAudio;
        for (var i = 0; i < offer.Media.Length; i++)
        {
            var reject = TryAnswer(offer, offer.Media[i], own, crypto, towards, out var answer);
            if (reject == SdpReject.None)
            {
                var chosen = i;
                var media = offer.Media.Select((one, j) => j == chosen ? answer.Line! : Refuse(one));
                return new OfferAnswerResult(SdpReject.None, Describe(answer.Own!, origin, [.. media]), answer.Agreed) { Own = answer.Own };
            }

            reason = reject == SdpReject.NoAudio ? reason : reject;
        }

        return new OfferAnswerResult(reason, null, null);
    }

    /// <summary>What the answer to our offer agrees on. Payload types we receive are the offer's, those we send are the answer's.</summary>
    /// <param name="place">Which of the offer's streams is the audio stream.</param>
    /// <param name="towards">As in <see cref="Answer"/>: an answer of the other family is taken where we can send to it.</param>
    public static OfferAnswerResult Apply(
        SessionDescription answer, AudioCapabilities own, int place, OwnCrypto? crypto = null, Func<IPAddress, IPAddress?>? towards = null)
    {
        if (answer.Media.Length <= place || answer.Media[place].Kind != "audio")
            return new OfferAnswerResult(SdpReject.NoAnswerToOffer, null, null);
        var media = answer.Media[place];
        if (media.Port == 0)
            return new OfferAnswerResult(SdpReject.NoAudio, null, null);
        if (!IsSpoken(media.Profile, crypto))
            return new OfferAnswerResult(SdpReject.UnsupportedProfile, null, null);
        var keys = crypto?.Apply(media);
        if (keys is null && Unencrypted(media, crypto, isAnswer: true) is var reject and not SdpReject.None)
            return new OfferAnswerResult(reject, null, null);
        if (AudioStream.Of(answer, media) is not { } stream)
            return new OfferAnswerResult(SdpReject.NoConnection, null, null);
        if (InFamilyOf(stream.Rtp.Address, own, towards) is null)
            return new OfferAnswerResult(SdpReject.NoCommonFamily, null, null);
        var theirs = stream.Formats.Where(format => Accept(own.Formats, format) is not null).ToImmutableArray();
        var accepted = theirs.Select(format => Accept(own.Formats, format)!).ToImmutableArray();
        var agreed = Agree(stream, theirs, accepted, own, keys);
        if (agreed is not null)
            agreed = agreed with { ExtendedReports = own.ExtendedReports && HasReports(answer, media) };
        return new OfferAnswerResult(agreed is null ? SdpReject.NoCommonFormat : SdpReject.None, null, agreed);
    }

    private static SdpReject TryAnswer(
        SessionDescription offer, MediaDescription media, AudioCapabilities own, OwnCrypto? crypto, Func<IPAddress, IPAddress?>? towards,
        out (MediaDescription? Line, NegotiatedAudio? Agreed, AudioCapabilities? Own) answer)
    {
        answer = default;
        if (media.Kind != "audio" || media.Port == 0)
            return SdpReject.NoAudio;
        if (!IsSpoken(media.Profile, crypto))
            return SdpReject.UnsupportedProfile;
        var keys = crypto?.Answer(media);
        if (keys is null && Unencrypted(media, crypto, isAnswer: false) is var reject and not SdpReject.None)
            return reject;
        if (AudioStream.Of(offer, media) is not { } stream)
            return SdpReject.NoConnection;
        if (InFamilyOf(stream.Rtp.Address, own, towards) is not { } here)
            return SdpReject.NoCommonFamily;

        // In the offer's order, and with its payload types (section 6.1).
        var common = stream.Formats.Where(format => Accept(own.Formats, format) is not null).ToImmutableArray();
        var accepted = common.Select(format => Accept(own.Formats, format)! with { PayloadType = format.PayloadType }).ToImmutableArray();
        if (Agree(stream, common, accepted, here, keys?.Agreed) is not { } agreed)
            return SdpReject.NoCommonFormat;
        agreed = agreed with { ExtendedReports = own.ExtendedReports && HasReports(offer, media) };
        var direction = Direction(agreed.MaySend, agreed.MayReceive);
        var isMux = stream.OffersRtcpMux && here.RtcpPort == here.Rtp.Port;
        answer = (Stream(here, media.Profile, accepted, direction, isMux, agreed.ExtendedReports, keys is { } chosen ? [chosen.Line] : []), agreed, here);
        return SdpReject.None;
    }

    /// <summary>
    /// Our side at an address of the peer's IP family: an answer in another one could not be sent to by a peer that speaks one only. An
    /// address of zeros, the hold of RFC 2543, names no family that would count. Null where we have no such address.
    /// </summary>
    private static AudioCapabilities? InFamilyOf(IPAddress peer, AudioCapabilities own, Func<IPAddress, IPAddress?>? towards)
    {
        if (peer.AddressFamily == own.Rtp.Address.AddressFamily || peer.Equals(IPAddress.Any) || peer.Equals(IPAddress.IPv6Any))
            return own;
        return towards?.Invoke(peer) is { } address ? own with { Rtp = new IPEndPoint(address, own.Rtp.Port) } : null;
    }

    /// <summary>
    /// Whether a stream without a usable crypto line may do without. In an answer such lines are no offer to be left alone: they say
    /// that what the peer sends is encrypted.
    /// </summary>
    private static SdpReject Unencrypted(MediaDescription media, OwnCrypto? crypto, bool isAnswer)
    {
        if (IsSecure(media.Profile) || (isAnswer && media.Has(CryptoAttribute.Name)))
            return SdpReject.NoCommonSuite;
        return crypto is { IsRequired: true } ? SdpReject.NotEncrypted : SdpReject.None;
    }

    private static NegotiatedAudio? Agree(
        AudioStream stream, ImmutableArray<AudioFormat> theirs, ImmutableArray<AudioFormat> accepted, AudioCapabilities own, NegotiatedCrypto? keys)
    {
        if (theirs.FirstOrDefault(format => !IsTelephoneEvent(format) && !IsComfortNoise(format)) is not { } send)
            return null;
        var isMux = stream.OffersRtcpMux && own.RtcpPort == own.Rtp.Port;
        return new NegotiatedAudio
        {
            RemoteRtp = stream.Rtp,
            RemoteRtcp = isMux ? stream.Rtp : stream.Rtcp,
            Format = send,
            Accepted = accepted,
            TelephoneEventPayloadType = EventsBeside(send, accepted)?.PayloadType,
            SendPtimeMs = stream.PtimeMs,
            MaySend = stream.Receives && own.MaySend,
            MayReceive = stream.Sends && own.MayReceive,
            Bandwidth = own.Bandwidth,
            Crypto = keys,
        };
    }

    /// <summary>
    /// Events are to be on the clock of the sound (RFC 4733 section 2.1); some clients have them at 8 kHz only and send them so beside Opus.
    /// </summary>
    private static AudioFormat? EventsBeside(AudioFormat sound, ImmutableArray<AudioFormat> accepted) =>
        accepted.FirstOrDefault(format => IsTelephoneEvent(format) && format.ClockRateHz == sound.ClockRateHz) ?? accepted.FirstOrDefault(IsTelephoneEvent);

    private static string Direction(bool sends, bool receives) => (sends, receives) switch
    {
        (true, true) => "sendrecv",
        (true, false) => "sendonly",
        (false, true) => "recvonly",
        (false, false) => "inactive",
    };

    public static SessionDescription Describe(AudioCapabilities own, SessionOrigin origin, ImmutableArray<MediaDescription> media) => new()
    {
        SessionId = origin.Id.ToString(CultureInfo.InvariantCulture),
        SessionVersion = origin.Version.ToString(CultureInfo.InvariantCulture),
        Connection = own.Rtp.Address,
        Media = media,
    };

    private static MediaDescription Stream(
        AudioCapabilities own, string profile, ImmutableArray<AudioFormat> formats, string direction, bool mux, bool reports, ImmutableArray<CryptoAttribute> crypto)
    {
        var attributes = ImmutableArray.CreateBuilder<SdpAttribute>();
        foreach (var format in formats)
        {
            var channels = format.Channels > 1 ? "/" + format.Channels.ToString(CultureInfo.InvariantCulture) : "";
            attributes.Add(new SdpAttribute("rtpmap", string.Create(CultureInfo.InvariantCulture, $"{format.PayloadType} {format.Name}/{format.ClockRateHz}{channels}")));
            if (format.Parameters is { } parameters)
                attributes.Add(new SdpAttribute("fmtp", string.Create(CultureInfo.InvariantCulture, $"{format.PayloadType} {parameters}")));
        }

        attributes.Add(new SdpAttribute("ptime", own.PtimeMs.ToString(CultureInfo.InvariantCulture)));
        if (mux)
            attributes.Add(new SdpAttribute("rtcp-mux", ""));
        else if (own.RtcpPort != own.Rtp.Port + 1)
            attributes.Add(new SdpAttribute("rtcp", own.RtcpPort.ToString(CultureInfo.InvariantCulture)));
        if (reports)
            attributes.Add(new SdpAttribute(ExtendedReports, ReportsWanted));
        attributes.AddRange(crypto.Select(one => one.Write()));
        attributes.Add(new SdpAttribute(direction, ""));
        return new MediaDescription
        {
            Kind = "audio",
            Port = own.Rtp.Port,
            Profile = profile,
            Formats = [.. formats.Select(format => format.PayloadType.ToString(CultureInfo.InvariantCulture))],
            Bandwidths = own.Bandwidth is { } most ? [new SdpBandwidth("AS", most.Kbits), new SdpBandwidth("TIAS", most.PayloadBits)] : [],
            Attributes = attributes.ToImmutable(),
        };
    }

    private static bool HasReports(SessionDescription description, MediaDescription media) =>
        media.Has(ExtendedReports) || description.Attributes.Any(one => one.Name == ExtendedReports);

    /// <summary>Section 6: a refused stream keeps its place, with port 0.</summary>
    private static MediaDescription Refuse(MediaDescription media) => new()
    {
        Kind = media.Kind,
        Port = 0,
        Profile = media.Profile,
        Formats = media.Formats,
    };

    private static bool IsSpoken(string profile, OwnCrypto? crypto) => profile is Plain or "RTP/AVPF" || (crypto is not null && IsSecure(profile));

    public static bool IsSecure(string profile) => profile is Secure or "RTP/SAVPF";

    private static bool IsTelephoneEvent(AudioFormat format) => format.Name.Equals(TelephoneEvent, StringComparison.OrdinalIgnoreCase);

    private static bool IsComfortNoise(AudioFormat format) => format.Name.Equals("CN", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// What we make of a format of theirs. Comfort noise (RFC 3389) is accepted beside sound of its clock and never asked for: who saves his
    /// silence cuts off the beginnings of words.
    /// </summary>
    private static AudioFormat? Accept(ImmutableArray<AudioFormat> own, AudioFormat theirs) =>
        Match(own, theirs) ?? (IsComfortNoise(theirs) && own.Any(format => format.ClockRateHz == theirs.ClockRateHz) ? theirs : null);

    private static AudioFormat? Match(ImmutableArray<AudioFormat> own, AudioFormat theirs) => own.FirstOrDefault(format =>
        format.Name.Equals(theirs.Name, StringComparison.OrdinalIgnoreCase)
        && format.ClockRateHz == theirs.ClockRateHz
        && format.Channels == theirs.Channels);
}

/// <summary>Identifier and version of our descriptions in one call.</summary>
internal readonly record struct SessionOrigin(long Id, long Version);

/// <param name="Local">Our answer; null when there was none to make.</param>
internal readonly record struct OfferAnswerResult(SdpReject Reject, SessionDescription? Local, NegotiatedAudio? Audio)
{
    /// <summary>Our side as our answer tells it.</summary>
    public AudioCapabilities? Own { get; init; }
}
