using System.Collections.Immutable;
using System.Net;
using Conferencing.Signalling.Calls;

namespace Conferencing.Signalling.Sdp;

/// <summary>The offer/answer state of one call: what is open, what was agreed, and the version of our description.</summary>
/// <param name="crypto">Our keys; null when the media are not encrypted.</param>
/// <param name="towards">Our address of a peer's IP family, null where we have none.</param>
internal sealed class MediaNegotiation(AudioCapabilities own, long sessionId, OwnCrypto? crypto = null, Func<IPAddress, IPAddress?>? towards = null)
{
    /// <summary>
    /// Where encryption is preferred it is first offered beside the plain profile, which a peer without it takes as an ordinary offer;
    /// where it is required only in the secure one (RFC 4568 3.1.1).
    /// </summary>
    private string _profile = FirstProfile(crypto);

    private AudioCapabilities _own = own;

    /// <summary>What was said before the open offer, should it be refused.</summary>
    private (AudioCapabilities Own, ImmutableArray<MediaDescription> Media) _before;
    private long _version = 1;
    private ImmutableArray<MediaDescription> _lastMedia = [];
    private IPAddress? _lastAddress;
    private int _place;
    private bool _isOfferOpen;

    private static string FirstProfile(OwnCrypto? crypto) => crypto is { IsRequired: true } ? OfferAnswer.Secure : OfferAnswer.Plain;

    /// <summary>Null before the first agreement.</summary>
    public NegotiatedAudio? Agreed { get; private set; }

    /// <summary>Our offer waits for its answer.</summary>
    public bool IsOfferOpen => _isOfferOpen;

    /// <summary>What this side can and wants.</summary>
    public AudioCapabilities Own => _own;

    public byte[] Offer() => Offer(_own);

    /// <summary>
    /// Offers something else than before; if it is refused all stays as it was. Media that were agreed on stay in the IP family they are in.
    /// </summary>
    public byte[] Offer(AudioCapabilities wanted)
    {
        Open();
        if (Agreed is not null && wanted.Rtp.AddressFamily != _own.Rtp.AddressFamily)
            wanted = wanted with { Rtp = new IPEndPoint(_own.Rtp.Address, wanted.Rtp.Port) };
        _own = wanted;
        return Write(OfferAnswer.Offer(wanted, new SessionOrigin(sessionId, _version), _lastMedia, _place, crypto, _profile));
    }

    /// <summary>The description that counts now, with its version: nothing is to change (RFC 4028 section 7.4, RFC 3264 section 8).</summary>
    public byte[] OfferAgain()
    {
        if (_lastMedia.IsEmpty)
            return Offer();
        Open();
        return Write(OfferAnswer.Describe(_own, new SessionOrigin(sessionId, _version), _lastMedia));
    }

    /// <summary>
    /// The peer refused our first offer as such: a room that insists on encryption refuses the plain profile. True when the next offer
    /// will be another, in the secure one.
    /// </summary>
    public bool TrySecureProfile()
    {
        if (crypto is null || Agreed is not null || _profile == OfferAnswer.Secure)
            return false;
        _profile = OfferAnswer.Secure;
        _isOfferOpen = false;
        return true;
    }

    /// <summary>
    /// The first offer goes another way now, to an address of the other IP family: true when the next offer will be another, at our address of that one.
    /// </summary>
    public bool TryFamilyOf(IPAddress peer)
    {
        if (Agreed is not null || peer.AddressFamily == _own.Rtp.AddressFamily || towards?.Invoke(peer) is not { } address)
            return false;
        _own = _own with { Rtp = new IPEndPoint(address, _own.Rtp.Port) };
        _isOfferOpen = false;
        return true;
    }

    /// <summary>Another device is asked from the beginning: true when the next offer will be another, in the profile of the first.</summary>
    public bool TryFirstProfile()
    {
        if (Agreed is not null || _profile == FirstProfile(crypto))
            return false;
        _profile = FirstProfile(crypto);
        _isOfferOpen = false;
        return true;
    }

    public bool IsEncryptionRequired => crypto is { IsRequired: true };

    /// <summary>Answers the peer's offer; null with a reason when that cannot be, and then nothing has changed.</summary>
    public byte[]? Answer(ReadOnlySpan<byte> offer, out SdpReject reject)
    {
        reject = SdpParser.Parse(offer, out var description);
        if (reject != SdpReject.None)
            return null;
        var result = OfferAnswer.Answer(description!, _own, new SessionOrigin(sessionId, _version), crypto, towards);
        reject = result.Reject;
        if (reject != SdpReject.None)
            return null;
        Agreed = result.Audio;
        _own = result.Own!;
        _place = result.Local!.Media.Select(media => media.Port).ToList().FindIndex(port => port > 0);
        _profile = OfferAnswer.IsSecure(result.Local.Media[_place].Profile) ? OfferAnswer.Secure : OfferAnswer.Plain;
        return Write(result.Local);
    }

    /// <summary>The peer's answer to our offer.</summary>
    /// <returns>A reason when it is none we can use: the offer stays open until it is closed.</returns>
    public SdpReject Apply(ReadOnlySpan<byte> answer)
    {
        var reject = SdpParser.Parse(answer, out var description);
        if (reject != SdpReject.None)
            return reject;
        var result = OfferAnswer.Apply(description!, _own, _place, crypto, towards);
        if (result.Reject != SdpReject.None)
            return result.Reject;
        _isOfferOpen = false;
        Agreed = result.Audio;
        return SdpReject.None;
    }

    /// <summary>The offer was refused or never answered: what was agreed before stays.</summary>
    public void CloseOffer()
    {
        if (!_isOfferOpen)
            return;
        _isOfferOpen = false;
        (_own, _lastMedia) = _before;
    }

    /// <summary>Whether two agreements say the same.</summary>
    public static bool Same(NegotiatedAudio? one, NegotiatedAudio? other) =>
        one is null || other is null
            ? one == other
            : one.Accepted.SequenceEqual(other.Accepted) && one with { Accepted = [] } == other with { Accepted = [] };

    private void Open()
    {
        _before = (_own, _lastMedia);
        _isOfferOpen = true;
    }

    /// <summary>RFC 3264 section 8: the version grows by one with each change of the description.</summary>
    private byte[] Write(SessionDescription local)
    {
        if (!_lastMedia.IsEmpty && !(SameMedia(_lastMedia, local.Media) && Equals(_lastAddress, local.Connection)))
            _version++;
        (_lastMedia, _lastAddress) = (local.Media, local.Connection);
        return SdpWriter.Write(local with { SessionVersion = _version.ToString(System.Globalization.CultureInfo.InvariantCulture) });
    }

    private static bool SameMedia(ImmutableArray<MediaDescription> one, ImmutableArray<MediaDescription> other)
    {
        if (one.Length != other.Length)
            return false;
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i].Port != other[i].Port || one[i].Profile != other[i].Profile
                || !one[i].Formats.SequenceEqual(other[i].Formats) || !one[i].Bandwidths.SequenceEqual(other[i].Bandwidths)
                || !one[i].Attributes.SequenceEqual(other[i].Attributes))
                return false;
        }

        return true;
    }
}
