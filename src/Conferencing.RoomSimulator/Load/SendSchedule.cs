namespace Conferencing.RoomSimulator.Load;

/// <summary>
/// When each room's next packet is due, and packets that their line holds back: wheels of milliseconds, so that a turn touches only what is due.
/// Knows no socket and no clock.
/// </summary>
internal sealed class SendSchedule
{
    /// <summary>The most that a packet is held back.</summary>
    public const double LongestDelayMs = 400;

    public const long TurnNs = 1_000_000;

    private const int Turns = 512;
    private const long PeriodNs = 20_000_000;

    private readonly List<int>[] _due = [.. Enumerable.Range(0, Turns).Select(_ => new List<int>())];
    private readonly List<HeldPacket>[] _held = [.. Enumerable.Range(0, Turns).Select(_ => new List<HeldPacket>())];
    private readonly double[] _nextNs;
    private readonly double[] _periodNs;
    private long _turn;

    /// <summary>Rooms begin evenly spread over a packet's time; their clocks' errors are spread evenly as well.</summary>
    public SendSchedule(int rooms, double driftPpm)
    {
        _nextNs = new double[rooms];
        _periodNs = new double[rooms];
        for (int room = 0; room < rooms; room++)
        {
            double error = rooms == 1 ? driftPpm : driftPpm * ((2.0 * room / (rooms - 1)) - 1);
            _periodNs[room] = PeriodNs * (1 - (error / 1e6));
            // Neighbours are of different conferences: a stride keeps those of one conference apart as well.
            _nextNs[room] = PeriodNs * (room * 0.618034 % 1);
            _due[TurnOf(_nextNs[room])].Add(room);
        }
    }

    /// <summary>Time of the next turn since the beginning.</summary>
    public long NextNs => _turn * TurnNs;

    /// <summary>Takes one turn: first what was held back until now, then the rooms whose packet is due.</summary>
    public void Take(List<HeldPacket> released, List<int> due)
    {
        int slot = (int)(_turn % Turns);
        Move(_held[slot], released);
        Move(_due[slot], due);
        _turn++;
        foreach (int room in due)
        {
            _nextNs[room] += _periodNs[room];
            _due[TurnOf(_nextNs[room])].Add(room);
        }
    }

    /// <summary>A packet leaves so much later than now.</summary>
    public void Hold(HeldPacket packet, double delayMs) => _held[(_turn + (long)delayMs) % Turns].Add(packet);

    private static int TurnOf(double ns) => (int)((long)Math.Ceiling(ns / TurnNs) % Turns);

    private static void Move<T>(List<T> from, List<T> to)
    {
        to.Clear();
        to.AddRange(from);
        from.Clear();
    }
}

/// <summary>A packet that is written when it leaves.</summary>
/// <param name="Position">In the room's loop.</param>
internal readonly record struct HeldPacket(int Room, int Position, ushort Sequence, uint Timestamp, bool Marker);
