namespace Conferencing.Media.Srtp;

/// <summary>
/// The SRTP of one leg, both ways, kept over changes and over stretches without encryption: what is agreed on again goes on where it was, above
/// all the key stream of our own packets, which must never begin again under the same key (RFC 3711 9.1), and what was seen of the room's.
/// </summary>
internal struct LegProtection : IDisposable
{
    /// <summary>The latest, also while they are not used.</summary>
    private SrtpKeys? _keys;
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private bool _isOn;

    /// <summary>Null while the call is not encrypted.</summary>
    public readonly SrtpSender? Sender => _isOn ? _sender : null;

    /// <param name="keys">Null for no encryption from now on.</param>
    public void Change(SrtpKeys? keys)
    {
        _isOn = keys is not null;
        if (keys is null)
            return;

        if (!keys.Send.Equals(_keys?.Send))
            _sender = Replace(_sender, new SrtpSender(keys.Send, _sender));
        if (!keys.Receive.Equals(_keys?.Receive))
            _receiver = Replace(_receiver, new SrtpReceiver(keys.Receive, _receiver));
        _keys = keys;
    }

    /// <summary>Null when the datagram is authentic, or the call is not encrypted; then <paramref name="plain"/> is what it says.</summary>
    public readonly DropReason? Open(ReadOnlySpan<byte> datagram, bool isRtcp, out ReadOnlySpan<byte> plain)
    {
        plain = datagram;
        if (!_isOn)
            return null;
        return isRtcp ? _receiver!.OpenRtcp(datagram, out plain) : _receiver!.OpenRtp(datagram, out plain);
    }

    public void Dispose()
    {
        _isOn = false;
        _sender?.Dispose();
        _receiver?.Dispose();
    }

    private static T Replace<T>(T? before, T after)
        where T : class, IDisposable
    {
        before?.Dispose();
        return after;
    }
}
