using System.Diagnostics;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// What all conferences of a node share: the numbers of calls, which call occupies which room, the source of randomness and
/// the outputs in their order. It is what keeps a room from being called twice: a room has one line, whoever calls it.
/// </summary>
internal sealed class Switchboard(long firstCall, Random random, PromptSet prompts)
{
    private readonly Dictionary<CallHandle, Line> _lines = [];
    private readonly Dictionary<Guid, List<CallHandle>> _rooms = [];
    private readonly Queue<DirectorOutput> _outputs = new();
    private long _nextCall = firstCall;

    /// <summary>Calls that are not over, those of an earlier process included.</summary>
    public int LiveCalls => _lines.Count;

    public Random Random { get; } = random;

    public PromptSet Prompts { get; } = prompts;

    public void Put(DirectorOutput output)
    {
        if (!LoadRun.Hides(output))
            _outputs.Enqueue(output);
    }

    public Guid NewId()
    {
        Span<byte> id = stackalloc byte[16];
        Random.NextBytes(id);
        return new Guid(id);
    }

    /// <summary>An RTP source of ours.</summary>
    public uint NewSource() => (uint)Random.NextInt64(1, uint.MaxValue);

    public bool TryTake(out DirectorOutput output) => _outputs.TryDequeue(out output!);

    /// <summary>Takes a room's line for a new call of <paramref name="owner"/>.</summary>
    public CallHandle Seize(ParticipantRun owner, DateTimeOffset now)
    {
        if (FreeAt(owner.RoomId) > now)
            throw new UnreachableException($"Room {owner.RoomId} is called although its line is taken.");
        var call = new CallHandle(_nextCall++);
        Occupy(call, new Line(owner.RoomId, owner, DateTimeOffset.MaxValue));
        return call;
    }

    /// <summary>Takes a line that is free for a new call that is no room's; whoever makes it follows it himself.</summary>
    public CallHandle Seize(Guid line)
    {
        var call = new CallHandle(_nextCall++);
        Occupy(call, line, owner: null);
        return call;
    }

    /// <summary>A call of an earlier process keeps the room's line until it is over, or until <paramref name="freeAt"/>.</summary>
    public void OccupyByForgotten(CallHandle call, Guid roomId, DateTimeOffset freeAt) => Occupy(call, new Line(roomId, null, freeAt));

    /// <summary>When the room may be called: the beginning of time if now, the end of time if nobody can say.</summary>
    public DateTimeOffset FreeAt(Guid roomId)
    {
        var freeAt = DateTimeOffset.MinValue;
        if (_rooms.TryGetValue(roomId, out var calls))
        {
            foreach (var call in calls)
                freeAt = _lines[call].FreeAt > freeAt ? _lines[call].FreeAt : freeAt;
        }

        return freeAt;
    }

    /// <summary>The participants whose calls occupy the room's line.</summary>
    public IEnumerable<ParticipantRun> Occupants(Guid roomId)
    {
        if (!_rooms.TryGetValue(roomId, out var calls))
            yield break;
        foreach (var call in calls)
        {
            if (_lines[call].Owner is { } owner)
                yield return owner;
        }
    }

    public bool IsLive(CallHandle call) => _lines.ContainsKey(call);

    /// <summary>Whose call it is; null when it is over, or an earlier process's.</summary>
    public ParticipantRun? OwnerOf(CallHandle call) => _lines.TryGetValue(call, out var line) ? line.Owner : null;

    public IEnumerable<CallHandle> CallsOf(ConferenceRun conference) =>
        _lines.Where(line => line.Value.Owner?.Conference == conference).Select(line => line.Key);

    /// <summary>From now on nobody follows these calls; they only keep their rooms' lines until they are over.</summary>
    public void Disown(CallHandle call) => _lines[call] = _lines[call] with { Owner = null };

    /// <summary>The call is over: its room may be called again.</summary>
    public void Free(CallHandle call)
    {
        if (Vacate(call))
            Put(new DirectorOutput.CallOver(call));
    }

    /// <summary>A call came in: it takes the line of the room, or guest, it comes from.</summary>
    public void Occupy(CallHandle call, Guid roomId, ParticipantRun? owner) => Occupy(call, new Line(roomId, owner, DateTimeOffset.MaxValue));

    /// <summary>A caller was let in: his call is this participant's from now on.</summary>
    public void Pass(CallHandle call, ParticipantRun owner)
    {
        Vacate(call);
        Occupy(call, new Line(owner.RoomId, owner, DateTimeOffset.MaxValue));
    }

    private bool Vacate(CallHandle call)
    {
        if (!_lines.Remove(call, out var line))
            return false;
        var calls = _rooms[line.RoomId];
        calls.Remove(call);
        if (calls.Count == 0)
            _rooms.Remove(line.RoomId);
        return true;
    }

    private void Occupy(CallHandle call, Line line)
    {
        _lines.Add(call, line);
        if (!_rooms.TryGetValue(line.RoomId, out var calls))
            _rooms.Add(line.RoomId, calls = []);
        calls.Add(call);
    }

    private sealed record Line(Guid RoomId, ParticipantRun? Owner, DateTimeOffset FreeAt);
}
