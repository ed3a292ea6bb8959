namespace Conferencing.RoomSimulator.Load;

/// <summary>Who of a load run's rooms is in which conference, who talks, who probes, and what each sends.</summary>
internal sealed class RoomTable(GeneratorOptions options)
{
    /// <summary>Packets between two bursts of a conference: 300 ms.</summary>
    private const int BurstInterval = 15;

    /// <summary>A loop is at least this long, so that nobody says the same word every second: 3 s.</summary>
    private const int LeastLoop = 150;

    private readonly SoundStudio _studio = new(options);
    private readonly Dictionary<(int? Voice, bool Probes), SoundLoop> _loops = [];

    public LoadRoom[] Make() => [.. Enumerable.Range(0, options.Rooms).Select(Room)];

    /// <summary>Where in the loops the rooms of a conference that probe begin, so that their bursts follow each other.</summary>
    internal static int PositionOf(int probe, int loopLength) => (loopLength - (probe * BurstInterval % loopLength)) % loopLength;

    private LoadRoom Room(int index)
    {
        int place = index / options.Conferences;
        int? probe = ProbeNumber(place);
        var loop = LoopOf(place < options.Talkers ? place : null, probe is not null);
        int position = probe is { } number ? PositionOf(number, loop.Length) : index * 37 % loop.Length;
        return new LoadRoom(index, index % options.Conferences, loop, position, probe is not null, options.Codec.Codec);
    }

    /// <summary>Quiet rooms probe; where all talk, talkers do. Null for a room that does not.</summary>
    private int? ProbeNumber(int place)
    {
        int members = options.Rooms / options.Conferences;
        int first = members - options.Talkers >= 2 ? options.Talkers : 0;
        return place >= first && place < first + options.Probes ? place - first : null;
    }

    private SoundLoop LoopOf(int? voice, bool probes)
    {
        if (_loops.TryGetValue((voice, probes), out var loop))
            return loop;
        int packets = Math.Max(LeastLoop, options.Probes * BurstInterval);
        return _loops[(voice, probes)] = _studio.Make(packets, voice, probes, seed: _loops.Count + 1);
    }
}
