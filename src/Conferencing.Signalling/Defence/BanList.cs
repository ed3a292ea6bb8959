namespace Conferencing.Signalling.Defence;

/// <summary>Why a source gets no answer for a time.</summary>
public enum BanReason
{
    /// <summary>Too many wrong passwords, each with a nonce that only this source was given.</summary>
    FailedAuthentications,

    /// <summary>Too many wrong PINs, each in an answered call.</summary>
    PinTries,

    /// <summary>Too many requests on a connection.</summary>
    Flood,
}

/// <summary>A source that gets no answer until a moment.</summary>
/// <param name="Count">Bans in a row; each lasts twice as long as the one before.</param>
public sealed record Ban(SourceKey Source, BanReason Reason, Tick Since, Tick Until, int Count);

/// <summary>
/// Bans that end by themselves, grow when they are earned again, and can be lifted. It does not judge: whoever bans has proof of the source.
/// </summary>
internal sealed class BanList(DefenceLimits limits)
{
    private readonly Dictionary<SourceKey, Ban> _bans = [];

    /// <summary>Rises with every change that is not mere passing of time.</summary>
    public long Version { get; private set; }

    public bool IsBanned(SourceKey source, Tick now) => _bans.TryGetValue(source, out var ban) && now < ban.Until;

    public void Add(SourceKey source, BanReason reason, Tick now)
    {
        if (IsBanned(source, now))
            return;
        var count = _bans.TryGetValue(source, out var before) && now < before.Until + limits.BanMemory ? before.Count + 1 : 1;
        _bans[source] = new Ban(source, reason, now, now + Length(count), count);
        Version++;
        if (_bans.Count > limits.MaxBans)
            _bans.Remove(_bans.Values.Where(ban => ban.Source != source).MinBy(ban => ban.Until)!.Source);
    }

    /// <summary>Ends a ban that began before a moment, and forgets that there was one.</summary>
    public void Lift(SourceKey source, Tick before)
    {
        if (!_bans.TryGetValue(source, out var ban) || ban.Since > before)
            return;
        _bans.Remove(source);
        Version++;
    }

    public IEnumerable<Ban> Current(Tick now) => _bans.Values.Where(ban => now < ban.Until).OrderBy(ban => ban.Since);

    private TimeSpan Length(int count)
    {
        var length = limits.FirstBan * Math.Pow(2, Math.Min(count - 1, 30));
        return length < limits.LongestBan ? length : limits.LongestBan;
    }
}
