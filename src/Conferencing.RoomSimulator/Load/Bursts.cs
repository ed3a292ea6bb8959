namespace Conferencing.RoomSimulator.Load;

/// <summary>
/// Whose burst is under way in each conference, who heard it and when: the added delay from mouth to ear, bursts that came back to their sender,
/// and bursts that somebody who listens did not hear. Sends and hears nothing itself.
/// </summary>
internal sealed class Bursts
{
    /// <summary>A sender that stood still for longer than this in its burst was starved itself: the burst says nothing of the bridge.</summary>
    private const long StarvedNs = 40_000_000;

    /// <summary>A burst sent less than this before the end is not judged.</summary>
    private const long LongestDelayNs = 400_000_000;

    private readonly Burst[] _bursts;
    private readonly List<(long SentNs, double DelayMs)> _delays = [];

    /// <param name="listeners">By conference, the rooms that listen.</param>
    public Bursts(IReadOnlyList<IReadOnlyList<int>> listeners) => _bursts = [.. listeners.Select(rooms => new Burst(rooms))];

    public int Sent { get; private set; }

    public int Missed { get; private set; }

    public int SelfEchoes { get; private set; }

    /// <summary>Bursts not judged: their sender was starved, or its line lost a part of them.</summary>
    public int Void { get; private set; }

    /// <summary>When each heard burst was sent, and how long it took.</summary>
    public IReadOnlyList<(long SentNs, double DelayMs)> Delays => _delays;

    /// <summary>Forgets what was measured; bursts under way are not judged any more.</summary>
    public void Begin()
    {
        Sent = Missed = SelfEchoes = Void = 0;
        _delays.Clear();
        foreach (var burst in _bursts)
            burst.Sender = -1;
    }

    /// <summary>A packet of a burst departs; <paramref name="isFirst"/> ends the burst before.</summary>
    public void Departs(int conference, int room, bool isFirst, long nowNs)
    {
        var burst = _bursts[conference];
        if (isFirst)
        {
            Judge(burst);
            Sent++;
            (burst.Sender, burst.SentNs, burst.IsVoid) = (room, nowNs, false);
            burst.Heard.Clear();
        }
        else if (burst.Sender == room && nowNs - burst.LastNs > StarvedNs)
        {
            Spoil(burst);
        }

        burst.LastNs = nowNs;
    }

    /// <summary>A part of the burst under way is lost on the sender's own line.</summary>
    public void Loses(int conference) => Spoil(_bursts[conference]);

    /// <summary>A room hears a burst begin.</summary>
    public void Hears(int conference, int room, long onsetNs)
    {
        var burst = _bursts[conference];
        if (burst.Sender < 0 || onsetNs < burst.SentNs || !burst.Heard.Add(room))
            return;
        if (room == burst.Sender)
            SelfEchoes++;
        else if (!burst.IsVoid)
            _delays.Add((burst.SentNs, (onsetNs - burst.SentNs) / 1e6));
    }

    public void End(long nowNs)
    {
        foreach (var burst in _bursts)
        {
            if (nowNs - burst.SentNs > LongestDelayNs)
                Judge(burst);
            burst.Sender = -1;
        }
    }

    private void Spoil(Burst burst)
    {
        if (burst.Sender >= 0 && !burst.IsVoid)
            Void++;
        burst.IsVoid = true;
    }

    private void Judge(Burst burst)
    {
        if (burst.Sender >= 0 && !burst.IsVoid)
            Missed += burst.Listeners.Count(room => room != burst.Sender && !burst.Heard.Contains(room));
    }

    private sealed class Burst(IReadOnlyList<int> listeners)
    {
        public IReadOnlyList<int> Listeners { get; } = listeners;

        public HashSet<int> Heard { get; } = [];

        /// <summary>−1 while there is none.</summary>
        public int Sender { get; set; } = -1;

        public long SentNs { get; set; }

        public long LastNs { get; set; }

        public bool IsVoid { get; set; }
    }
}
