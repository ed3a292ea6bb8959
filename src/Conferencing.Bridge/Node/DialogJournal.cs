using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferencing.Bridge.Conferences;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Node;

/// <summary>A call that is about to begin, as the journal knows it.</summary>
internal sealed record JournalCall(CallHandle Call, Guid ConferenceId, Guid RoomId, string Address);

/// <summary>
/// The dialogs of this node on disk, so that the process after a crash can end them before it calls their rooms again. Each
/// line is one JSON object, handed to the operating system before the INVITE it tells of is sent: it survives the death of
/// the process, though not that of the machine, whose peers drop the call by themselves. Any thread.
/// </summary>
internal sealed class DialogJournal : IDisposable
{
    /// <summary>The file is written anew, with the living calls only, when it has grown to this many bytes.</summary>
    private const long CompactAt = 1 << 20;

    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, JournalEntry> _calls;
    private FileStream _file;
    private long _compactAt = CompactAt;

    private DialogJournal(string path, JournalReading reading)
    {
        _path = path;
        // Numbers of calls that came in begin anew with each process: those of the one before get numbers of ours.
        var last = Math.Max(0, reading.LastCall);
        ImmutableArray<JournalEntry> live = [.. reading.Live.Select(entry => entry.Call > 0 ? entry : entry with { Call = ++last })];
        _calls = live.ToDictionary(entry => entry.Call);
        Skipped = reading.Skipped;
        LastCall = last;
        Forgotten = [.. live.Select(entry => entry.ToForgotten()).OfType<ForgottenCall>()];
        _file = WriteAnew();
    }

    /// <summary>Lines that could not be read: a torn last one after a crash, or a damaged file.</summary>
    public int Skipped { get; }

    /// <summary>The highest call number the file knew.</summary>
    public long LastCall { get; }

    /// <summary>The calls that were living when the file was opened and whose INVITE may have been sent.</summary>
    public ImmutableArray<ForgottenCall> Forgotten { get; }

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static DialogJournal Open(string path)
    {
        var reading = File.Exists(path) ? JournalReading.Of(File.ReadAllBytes(path)) : new JournalReading([], 0, 0);
        return new DialogJournal(path, reading);
    }

    /// <summary>Before a call is dialled, or one that came in is answered.</summary>
    public void Begin(JournalCall call)
    {
        lock (_gate)
            Write(new JournalEntry { Call = call.Call.Value, ConferenceId = call.ConferenceId, RoomId = call.RoomId, Address = call.Address });
    }

    /// <summary>As soon as a dialog's identity changes: on the signalling thread, before the INVITE leaves.</summary>
    public void Record(CallHandle call, DialogIdentity identity)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(call.Value, out var entry))
                Write(entry with { Dialog = JournalDialog.Of(identity) });
        }
    }

    /// <summary>A caller was let in: his call belongs to this room, or guest, from now on.</summary>
    public void Move(CallHandle call, Guid conferenceId, Guid roomId)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(call.Value, out var entry))
                Write(entry with { ConferenceId = conferenceId, RoomId = roomId });
        }
    }

    public void End(CallHandle call)
    {
        lock (_gate)
        {
            if (!_calls.Remove(call.Value))
                return;
            Append(new JournalEntry { Call = call.Value, Ended = true });
            if (_file.Length > _compactAt)
                Compact();
        }
    }

    /// <summary>After an ordinary stop: nothing is left to end.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            Compact();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }

    private void Write(JournalEntry entry)
    {
        _calls[entry.Call] = entry;
        Append(entry);
    }

    private void Append(JournalEntry entry) => _file.Write(JournalEntry.ToLine(entry));

    private void Compact()
    {
        _file.Dispose();
        _file = WriteAnew();
        // A file full of living calls must not be rewritten with every call that ends.
        _compactAt = Math.Max(CompactAt, _file.Length * 2);
    }

    /// <summary>Writes the living calls to a new file that takes the old one's place in one step.</summary>
    private FileStream WriteAnew()
    {
        var fresh = _path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            foreach (var entry in _calls.Values)
                file.Write(JournalEntry.ToLine(entry));
        }

        File.Move(fresh, _path, overwrite: true);
        // No buffer: every line is one write(2).
        return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }
}

/// <summary>What a journal file says.</summary>
/// <param name="Live">Calls that had not ended, in the order they began.</param>
internal sealed record JournalReading(ImmutableArray<JournalEntry> Live, int Skipped, long LastCall)
{
    public static JournalReading Of(ReadOnlySpan<byte> bytes)
    {
        var live = new OrderedDictionary<long, JournalEntry>();
        var skipped = 0;
        var last = 0L;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            var line = bytes[range];
            if (line.IsEmpty)
                continue;
            if (JournalEntry.Parse(line) is not { } entry)
            {
                skipped++;
                continue;
            }

            last = Math.Max(last, entry.Call);
            if (entry.Ended)
                live.Remove(entry.Call);
            else
                live[entry.Call] = entry;
        }

        return new JournalReading([.. live.Values], skipped, last);
    }
}

/// <summary>One line of the journal: all that is known of one call when it was written.</summary>
internal sealed record JournalEntry
{
    public required long Call { get; init; }
    public bool Ended { get; init; }
    public Guid ConferenceId { get; init; }
    public Guid RoomId { get; init; }
    public string Address { get; init; } = "";

    /// <summary>Absent until the INVITE is about to leave.</summary>
    public JournalDialog? Dialog { get; init; }

    public static byte[] ToLine(JournalEntry entry)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        return json;
    }

    /// <summary>Null when the line is torn or damaged.</summary>
    public static JournalEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var entry = JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry);
            return entry?.Dialog is { } dialog && dialog.ToIdentity() is null ? null : entry;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public ForgottenCall? ToForgotten() =>
        Dialog?.ToIdentity() is { } identity ? new ForgottenCall(new CallHandle(Call), ConferenceId, RoomId, Address, identity) : null;
}

/// <summary>A dialog's identity in a form that JSON can hold.</summary>
internal sealed record JournalDialog
{
    public required string CallId { get; init; }
    public required string LocalTag { get; init; }
    public string? RemoteTag { get; init; }
    public required string LocalUri { get; init; }
    public required string RemoteUri { get; init; }
    public required string RemoteTarget { get; init; }
    public string[] RouteSet { get; init; } = [];
    public required long LocalSequence { get; init; }
    public required string InviteBranch { get; init; }
    public required string Destination { get; init; }

    public static JournalDialog Of(DialogIdentity identity) => new()
    {
        CallId = identity.CallId,
        LocalTag = identity.LocalTag,
        RemoteTag = identity.RemoteTag,
        LocalUri = identity.LocalUri,
        RemoteUri = identity.RemoteUri,
        RemoteTarget = identity.RemoteTarget,
        RouteSet = [.. identity.RouteSet],
        LocalSequence = identity.LocalSequence,
        InviteBranch = identity.InviteBranch,
        Destination = identity.Destination.ToString(),
    };

    /// <summary>Null when the destination is no address.</summary>
    public DialogIdentity? ToIdentity() => !SipPath.TryParse(Destination, out var destination) ? null : new DialogIdentity
    {
        CallId = CallId,
        LocalTag = LocalTag,
        RemoteTag = RemoteTag,
        LocalUri = LocalUri,
        RemoteUri = RemoteUri,
        RemoteTarget = RemoteTarget,
        RouteSet = [.. RouteSet],
        LocalSequence = LocalSequence,
        InviteBranch = InviteBranch,
        Destination = destination,
    };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
