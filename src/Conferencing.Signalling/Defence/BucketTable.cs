namespace Conferencing.Signalling.Defence;

/// <summary>
/// The token buckets of all sources, in memory of a fixed size whatever is sent. When a place is wanted, the bucket nearest to full goes:
/// a stranger's first packet, forged a million times, does not push out the one who really sent many.
/// </summary>
internal sealed class BucketTable
{
    private const int Ways = 8;
    private readonly Slot[] _slots;
    private readonly int _sets;
    private readonly ulong _seed;

    /// <param name="seed">Secret, so that nobody can aim at the places of another.</param>
    public BucketTable(int sources, ulong seed)
    {
        _sets = Math.Max(1, sources / Ways);
        _slots = new Slot[_sets * Ways];
        _seed = seed;
    }

    public int Capacity => _slots.Length;

    public bool TryTake(BucketKey key, RateLimit limit, Tick now) => Place(key).Bucket.TryTake(limit, now);

    /// <summary>Whether a token is there, without taking it.</summary>
    public bool HasToken(BucketKey key, RateLimit limit, Tick now)
    {
        foreach (ref var slot in Set(key))
        {
            if (slot.IsUsed && slot.Key == key)
                return slot.Bucket.HasToken(limit, now);
        }

        return true;
    }

    private ref Slot Place(BucketKey key)
    {
        var set = Set(key);
        var fullest = 0;
        for (var i = 0; i < set.Length; i++)
        {
            if (set[i].IsUsed && set[i].Key == key)
                return ref set[i];
            if (set[i].Bucket.FullAt < set[fullest].Bucket.FullAt)
                fullest = i;
        }

        set[fullest] = new Slot { IsUsed = true, Key = key };
        return ref set[fullest];
    }

    private Span<Slot> Set(BucketKey key) => _slots.AsSpan((int)(key.Mix(_seed) % (ulong)_sets) * Ways, Ways);

    private struct Slot
    {
        public bool IsUsed;
        public BucketKey Key;
        public TokenBucket Bucket;
    }
}

/// <summary>What is counted apart.</summary>
/// <param name="IsProven">
/// Came by a connection, whose far end has answered from its address. Datagrams are counted apart: whoever forges them empties only their bucket.
/// </param>
/// <param name="Name">Hash of a user name where one source speaks for several; else 0.</param>
internal readonly record struct BucketKey(SourceKey Source, LimitKind Kind, bool IsProven, ulong Name = 0)
{
    /// <summary>FNV-1a: only to tell names apart in a bucket's key.</summary>
    public static ulong HashOf(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
            hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash;
    }

    /// <summary>SplitMix64's finaliser over all parts.</summary>
    public ulong Mix(ulong seed)
    {
        var mixed = seed;
        foreach (var part in (ReadOnlySpan<ulong>)[Source.Bits, ((ulong)Kind << 2) | (Source.IsV6 ? 2UL : 0) | (IsProven ? 1UL : 0), Name])
        {
            mixed = unchecked((mixed ^ part) + 0x9E3779B97F4A7C15UL);
            mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL);
            mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
            mixed ^= mixed >> 31;
        }

        return mixed;
    }
}

internal enum LimitKind
{
    Requests,
    Registrations,
    FailedAuthentications,
    PinTries,
}
