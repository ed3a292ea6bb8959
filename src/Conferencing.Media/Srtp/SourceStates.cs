namespace Conferencing.Media.Srtp;

/// <summary>
/// The replay windows of a direction's sources, RTP or RTCP: each SSRC has its own (RFC 3711 3.2.3). Grows by authentic packets
/// only, and not beyond a limit: then the oldest source is forgotten.
/// </summary>
internal sealed class SourceStates
{
    private const int Limit = 256;

    private Entry[] _entries = new Entry[2];
    private int _count;
    private int _last;
    private int _oldest;

    private record struct Entry(uint Ssrc, ReplayWindow Window);

    /// <summary>What is known of the source; an empty window when nothing is.</summary>
    public ReplayWindow Find(uint ssrc) => TryFind(ssrc) ? _entries[_last].Window : default;

    /// <summary>Keeps what an authentic packet changed.</summary>
    public void Keep(uint ssrc, in ReplayWindow window)
    {
        if (!TryFind(ssrc))
            _last = NewPlace();
        _entries[_last] = new Entry(ssrc, window);
    }

    private bool TryFind(uint ssrc)
    {
        if (_last < _count && _entries[_last].Ssrc == ssrc)
            return true;
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].Ssrc == ssrc)
            {
                _last = i;
                return true;
            }
        }

        return false;
    }

    private int NewPlace()
    {
        if (_count == Limit)
            return _oldest = (_oldest + 1) % Limit;
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _entries.Length * 2);
        return _count++;
    }
}
