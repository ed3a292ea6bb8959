namespace Conferencing.Media.Srtp;

/// <summary>
/// The SRTP of one leg, both ways, kept over changes: what stays agreed goes on untouched, above all the key stream of our own
/// packets, which must never begin again under the same key.
/// </summary>
internal struct LegProtection : IDisposable
{
    private SrtpKeys? _keys;
    private SrtpReceiver? _receiver;

    /// <summary>Null while the call is not encrypted.</summary>
    public SrtpSender? Sender { get; private set; }

    public void Change(SrtpKeys? keys)
    {
        var before = _keys;
        _keys = keys;
        if (!Equals(keys?.Send, before?.Send))
            Sender = Replace(Sender, keys is null ? null : new SrtpSender(keys.Send, Sender));
        if (!Equals(keys?.Receive, before?.Receive))
            _receiver = Replace(_receiver, keys is null ? null : new SrtpReceiver(keys.Receive, _receiver));
    }

    /// <summary>Null when the datagram is authentic, or the call is not encrypted; then <paramref name="plain"/> is what it says.</summary>
    public readonly DropReason? Open(ReadOnlySpan<byte> datagram, bool isRtcp, out ReadOnlySpan<byte> plain)
    {
        plain = datagram;
        if (_receiver is null)
            return null;
        return isRtcp ? _receiver.OpenRtcp(datagram, out plain) : _receiver.OpenRtp(datagram, out plain);
    }

    public void Dispose() => Change(null);

    private static T? Replace<T>(T? before, T? after)
        where T : class, IDisposable
    {
        before?.Dispose();
        return after;
    }
}
