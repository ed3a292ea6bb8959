using Conferencing.Media;

namespace Conferencing.Bridge.Rtp;

/// <summary>One leg on a loop: whose it is, where its media come from and go to.</summary>
internal sealed class Route
{
    public Route(HostedConference conference, LegId leg)
    {
        Conference = conference;
        Leg = leg;
    }

    public HostedConference Conference { get; }

    public LegId Leg { get; }

    public UdpAddress Rtp { get; set; }

    public UdpAddress Rtcp { get; set; }

    /// <summary>What the SDP said, wherever it was latched to since.</summary>
    public UdpAddress AgreedRtp { get; set; }

    public UdpAddress AgreedRtcp { get; set; }

    /// <summary>Something came from the RTP address; from then on no other is believed.</summary>
    public bool RtpHeard { get; set; }

    public bool RtcpHeard { get; set; }

    /// <summary>What the leg may send; null until it was added.</summary>
    public LegSettings? Settings { get; set; }

    /// <summary>True when it is where its SDP says, and that is either of these.</summary>
    public bool HasAgreedOn(UdpAddress rtp, UdpAddress rtcp) => (Rtp == AgreedRtp && Rtp == rtp) || (Rtcp == AgreedRtcp && Rtcp == rtcp);

    public bool Expects(byte payloadType) =>
        Settings is not null
        && (Settings.CodecOf(payloadType) is not null || payloadType == Settings.TelephoneEventPayloadType || Settings.NoiseClockOf(payloadType) is not null);
}

/// <summary>
/// Tells legs apart by the remote address of what they send. An address nobody expects is believed only while exactly one leg
/// of its host has not been heard: a room behind an address translator sends from another port than its SDP says. A guess gives way to what
/// is agreed: of two rooms of one host that are answered at once, the first packet of one may come before its SDP has told of it.
/// </summary>
internal sealed class SourceTable
{
    private readonly Dictionary<UdpAddress, Route> _rtp = [];
    private readonly Dictionary<UdpAddress, Route> _rtcp = [];
    private readonly List<Route> _routes = [];

    /// <summary>
    /// Points a leg at the addresses of its SDP. One that is agreed on again, as in a session refresh, changes nothing, nor does
    /// an unspecified one (a held call's 0.0.0.0).
    /// </summary>
    /// <param name="yields">It takes no address from another leg that agreed on it, and gets it when that one is forgotten.</param>
    /// <returns>False when it had to yield.</returns>
    public bool Expect(Route route, UdpAddress rtp, UdpAddress rtcp, bool yields = false)
    {
        if (!_routes.Contains(route))
            _routes.Add(route);
        if (yields && _routes.Exists(other => other != route && other.HasAgreedOn(rtp, rtcp)))
        {
            (route.AgreedRtp, route.AgreedRtcp) = (rtp, rtcp);
            return false;
        }

        if (!rtp.IsUnspecified && rtp != route.AgreedRtp)
        {
            route.AgreedRtp = rtp;
            if (_rtp.TryGetValue(rtp, out var guessed) && guessed != route && guessed.AgreedRtp != rtp)
                Unguess(guessed);
            PointRtp(route, rtp, heard: false);
        }

        if (!rtcp.IsUnspecified && rtcp != route.AgreedRtcp)
        {
            route.AgreedRtcp = rtcp;
            if (_rtcp.TryGetValue(rtcp, out var guessed) && guessed != route && guessed.AgreedRtcp != rtcp)
                PointRtcp(guessed, guessed.AgreedRtcp, heard: false);
            PointRtcp(route, rtcp, heard: false);
        }

        return true;
    }

    public void Forget(Route route)
    {
        Unmap(_rtp, route.Rtp, route);
        Unmap(_rtcp, route.Rtcp, route);
        _routes.Remove(route);
        if (_routes.Find(IsFreeFor) is not { } next)
            return;
        PointRtp(next, next.AgreedRtp, heard: false);
        PointRtcp(next, next.AgreedRtcp, heard: false);
    }

    /// <summary>It had to yield, and nobody else has what it agreed on any more.</summary>
    private bool IsFreeFor(Route waiting) => waiting.Rtp.IsUnspecified && !waiting.AgreedRtp.IsUnspecified
        && !_rtp.ContainsKey(waiting.AgreedRtp) && !_rtcp.ContainsKey(waiting.AgreedRtcp);

    /// <summary>Who may have sent this to the RTP port; null for a stranger. With rtcp-mux RTCP comes here, too. Changes nothing.</summary>
    public Route? FindRtp(UdpAddress source, ReadOnlySpan<byte> datagram) =>
        _rtp.TryGetValue(source, out var route) ? route : CandidateRtp(source, datagram);

    /// <summary>Who may have sent this to the RTCP port; null for a stranger. Changes nothing.</summary>
    public Route? FindRtcp(UdpAddress source, ReadOnlySpan<byte> datagram) =>
        _rtcp.TryGetValue(source, out var route) ? route : CandidateRtcp(source, datagram);

    /// <summary>What <see cref="FindRtp"/> found proved to be the leg's own: from now on it is sent to where it came from.</summary>
    public void BelieveRtp(Route route, UdpAddress source)
    {
        route.RtpHeard = true;
        if (source == route.Rtp)
            return;
        if (route.Rtcp == route.Rtp)
            PointRtcp(route, source, heard: false);
        PointRtp(route, source, heard: true);
    }

    /// <summary>The same of <see cref="FindRtcp"/>.</summary>
    public void BelieveRtcp(Route route, UdpAddress source)
    {
        route.RtcpHeard = true;
        if (source != route.Rtcp)
            PointRtcp(route, source, heard: true);
    }

    private Route? CandidateRtp(UdpAddress source, ReadOnlySpan<byte> datagram)
    {
        if (MediaPath.Classify(datagram) != MediaKind.Rtp)
            return null;

        Route? only = null;
        foreach (var route in _routes)
        {
            if (route.RtpHeard || !route.Rtp.SameHost(source))
                continue;
            if (only is not null)
                return null;
            only = route;
        }

        return only is not null && only.Expects((byte)(datagram[1] & 0x7F)) ? only : null;
    }

    private Route? CandidateRtcp(UdpAddress source, ReadOnlySpan<byte> datagram)
    {
        if (MediaPath.Classify(datagram) != MediaKind.Rtcp)
            return null;

        Route? only = null;
        foreach (var route in _routes)
        {
            if (route.RtcpHeard || !route.Rtcp.SameHost(source))
                continue;
            if (only is not null)
                return null;
            only = route;
        }

        return only;
    }

    /// <summary>With rtcp-mux both went to where the guess was.</summary>
    private void Unguess(Route route)
    {
        if (route.Rtcp == route.Rtp)
            PointRtcp(route, route.AgreedRtcp, heard: false);
        PointRtp(route, route.AgreedRtp, heard: false);
    }

    private void PointRtp(Route route, UdpAddress address, bool heard)
    {
        Unmap(_rtp, route.Rtp, route);
        route.Rtp = address;
        route.RtpHeard = heard;
        _rtp[address] = route;
    }

    private void PointRtcp(Route route, UdpAddress address, bool heard)
    {
        Unmap(_rtcp, route.Rtcp, route);
        route.Rtcp = address;
        route.RtcpHeard = heard;
        _rtcp[address] = route;
    }

    private static void Unmap(Dictionary<UdpAddress, Route> table, UdpAddress address, Route route)
    {
        if (table.TryGetValue(address, out var mapped) && mapped == route)
            table.Remove(address);
    }
}
