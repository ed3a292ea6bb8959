using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// What is played into one conference: into all, and into single rooms. Each of these plays one sound after the other, so that a sound begins when
/// those before it have ended. Keeps the last warning of the end besides, as long as it is true. What a room hears by its own keys, a second or
/// two, is not counted.
/// </summary>
internal sealed class PlayedSounds
{
    private readonly List<Played> _sounds = [];

    /// <summary>In the order in which they were ordered.</summary>
    public ImmutableArray<SoundStatus> Told => [.. _sounds.Select(one => one.Told).OfType<SoundStatus>()];

    /// <summary>True when so much waits that nobody may order more.</summary>
    /// <param name="leg">Null: into all.</param>
    public bool IsFull(LegId? leg, DateTimeOffset now) => _sounds.Count(one => one.Leg == leg && one.Until > now) >= SoundOrder.MostQueued;

    /// <summary>A leg something is played into is gone.</summary>
    public bool HasStray(Dictionary<LegId, ILegOwner> legs)
    {
        foreach (var one in _sounds)
        {
            if (IsStray(one, legs))
                return true;
        }

        return false;
    }

    /// <param name="sound">As it were if nothing else were playing.</param>
    public void Add(LegId? leg, SoundStatus sound)
    {
        var wait = Clear(leg, sound.Since);
        if (sound.Sound == Sound.EndWarning)
            ForgetWarning();
        _sounds.Add(new Played(leg, sound.Until + wait, sound with { Since = sound.Since + wait, Until = sound.Until + wait }));
    }

    /// <summary>A sound that is told nobody, but that others wait for.</summary>
    public void AddUntold(TimeSpan length, DateTimeOffset now) => _sounds.Add(new Played(null, now + Clear(null, now) + length, Told: null));

    /// <summary>What is heard ends now, and what waits is not heard at all.</summary>
    /// <returns>Where there was any; null stands for all.</returns>
    public ImmutableArray<LegId?> End(DateTimeOffset now)
    {
        var ended = _sounds.FindAll(one => one.Until > now);
        foreach (var one in ended)
        {
            if (one.Told is { } told && told.Since <= now)
                _sounds[_sounds.IndexOf(one)] = one with { Until = now, Told = told with { Until = now } };
            else
                _sounds.Remove(one);
        }

        return [.. ended.Select(one => one.Leg).Distinct()];
    }

    /// <summary>Legs that are gone play nothing any more.</summary>
    public void DropStrays(Dictionary<LegId, ILegOwner> legs) => _sounds.RemoveAll(one => IsStray(one, legs));

    /// <summary>What rooms were told of the end is true no longer.</summary>
    /// <returns>False when they were told nothing.</returns>
    public bool ForgetWarning()
    {
        int index = _sounds.FindIndex(one => one.Told is { Sound: Sound.EndWarning });
        if (index < 0)
            return false;
        _sounds[index] = _sounds[index] with { Told = null };
        return true;
    }

    /// <summary>Forgets what is over.</summary>
    /// <returns>For how long others are heard.</returns>
    private TimeSpan Clear(LegId? leg, DateTimeOffset now)
    {
        _sounds.RemoveAll(one => one.Until <= now && one.Told is not { Sound: Sound.EndWarning });
        var free = now;
        foreach (var one in _sounds)
            free = one.Leg == leg && one.Until > free ? one.Until : free;
        return free - now;
    }

    private static bool IsStray(Played sound, Dictionary<LegId, ILegOwner> legs) => sound.Leg is { } leg && !legs.ContainsKey(leg);

    /// <param name="Told">Null for what only takes its time.</param>
    private sealed record Played(LegId? Leg, DateTimeOffset Until, SoundStatus? Told);
}
