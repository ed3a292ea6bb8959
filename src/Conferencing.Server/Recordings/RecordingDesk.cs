using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Recordings;

/// <summary>
/// Everything that happens to recordings besides being recorded: handed over by the bridge, listened to, taken away, deleted by hand or by
/// age. Each is in the briefing's history.
/// </summary>
internal sealed class RecordingDesk(
    WriteGate gate, IDbContextFactory<Db> contexts, RecordingShelf shelf, PlanStore plans, PlanCourier courier, RecordingOptions options, TimeProvider clock, ILogger<RecordingDesk> log)
{
    /// <summary>A player asks for a file in many pieces: within this time it is one act.</summary>
    private static readonly Duration OneAct = Duration.FromMinutes(10);

    /// <summary>How far the bridge's word of an end may be from the plan's.</summary>
    private static readonly TimeSpan AboutThen = TimeSpan.FromSeconds(5);

    /// <summary>Who deletes what is too old, and ends what cannot go on, in the history.</summary>
    private const string Itself = "Conferencing";

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Account, Guid Recording, string File, string Action), Instant> _acts = [];

    /// <summary>What the bridge has; null when it is of a session nobody knows.</summary>
    public async Task<RecordingReceipt?> Take(RecordingManifest manifest, CancellationToken cancel)
    {
        var row = await gate.Write(db => Keep(db, manifest, cancel), cancel);
        if (row is null) return null;
        // The bridge deletes what ended and is here as a whole.
        if (row.EndedAt is not null && row.DeletedAt is null) await shelf.Settle(row.Id, manifest.Tracks.Select(track => track.File), cancel);
        return new RecordingReceipt
        {
            Deleted = row.DeletedAt is not null,
            Bytes = manifest.Tracks.ToImmutableDictionary(track => track.File, track => shelf.Length(manifest.RecordingId, track.File)),
        };
    }

    /// <summary>
    /// What the bridge says of a conference's recording: one that it refused to begin leaves no file, only a line in the history. The bridge says
    /// it again and again; the line itself, by its moment, tells that it is there.
    /// </summary>
    public async Task Follow(Guid conferenceId, RecordingStatus? status, CancellationToken cancel)
    {
        if (status is not { State: RecordingState.Refused } refused) return;
        await using (var db = await contexts.CreateDbContextAsync(cancel))
        {
            if (await Untold(db, conferenceId, refused, cancel) is null) return;
        }
        await gate.Write(async db =>
        {
            if (await Untold(db, conferenceId, refused, cancel) is not { } line) return 0;
            db.History.Add(line);
            return await db.SaveChangesAsync(cancel);
        }, cancel);
    }

    /// <summary>Whether a piece of this file may be taken.</summary>
    public async Task<bool> Expects(Guid recordingId, string file, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Recordings.AnyAsync(row => row.Id == recordingId && row.DeletedAt == null && row.Files.Any(one => one.File == file), cancel);
    }

    /// <summary>Notes that somebody listens to a file, or takes it away.</summary>
    public async Task Note(RecordingRow recording, RecordingFileRow file, bool takesAway, Caller caller, CancellationToken cancel)
    {
        var action = takesAway ? "recordingTaken" : "recordingPlayed";
        if (!IsNew((caller.Id, recording.Id, file.File, action))) return;
        log.LogInformation("Audit: {User} {Action} {Recording} {File}", caller.UserName, action, recording.Id, file.File);
        await gate.Write(async db =>
        {
            db.History.Add(Line(recording, caller.DisplayName, action, file.Name));
            return await db.SaveChangesAsync(cancel);
        }, cancel);
    }

    public async Task<Refusal?> Delete(Guid id, Caller caller, CancellationToken cancel)
    {
        var refused = await gate.Write(async db =>
        {
            if (await db.Recordings.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } row) return Refusal.NotFound();
            var host = await db.Briefings.Where(one => one.Id == row.BriefingId).Select(one => one.Dossier).SingleAsync(cancel);
            if (!caller.Has(Role.Approver, host.HostUnitId)) return ScopeGuard.NotHis();
            if (row.DeletedAt is not null) return null;
            if (row.EndedAt is null) return Refusal.Conflict("stillRecording");
            row.DeletedAt = clock.Now();
            db.History.Add(Line(row, caller.DisplayName, "recordingDeleted", null));
            await db.SaveChangesAsync(cancel);
            return null;
        }, cancel);
        if (refused is not null) return refused;
        log.LogInformation("Audit: {User} deleted the recording {Recording}", caller.UserName, id);
        shelf.Delete(id);
        return null;
    }

    /// <summary>What is too old goes, and the files of all that went: a server that died in between is made up for.</summary>
    public async Task DeleteOld(CancellationToken cancel)
    {
        var gone = await gate.Write(async db =>
        {
            var oldest = options.KeepDays > 0 ? clock.Now() - Duration.FromDays(options.KeepDays) : Instant.MinValue;
            foreach (var row in await db.Recordings.Where(row => row.DeletedAt == null && row.EndedAt != null && row.EndedAt < oldest).ToListAsync(cancel))
            {
                row.DeletedAt = clock.Now();
                db.History.Add(Line(row, Itself, "recordingExpired", null));
                log.LogInformation("Audit: the recording {Recording} was deleted, as it is older than {Days} days", row.Id, options.KeepDays);
            }
            await db.SaveChangesAsync(cancel);
            return await db.Recordings.Where(row => row.DeletedAt != null).Select(row => row.Id).ToListAsync(cancel);
        }, cancel);
        foreach (var id in gone) shelf.Delete(id);
    }

    /// <summary>What the booking says of recording; a plan that is with the bridge follows, unless a technician has decided since.</summary>
    public async Task<Refusal?> Wish(Guid briefingId, RecordingMode mode, Caller caller, CancellationToken cancel)
    {
        var made = new List<ConferencePlan>();
        var refused = await gate.Write(async db =>
        {
            var briefing = await db.Briefings.Include(row => row.Occurrences).SingleOrDefaultAsync(row => row.Id == briefingId, cancel);
            if (briefing is null) return Refusal.NotFound();
            if (!Approval.MayChange(briefing.Status, caller.Towards(briefing.BookedById, briefing.Dossier.HostUnitId))) return new Refusal(StatusCodes.Status403Forbidden, "notYours");
            if (SecrecyRules.Check(briefing.Terms with { Recording = mode }).Any()) return Refusal.Conflict("secretRecording");
            await Keep(db, briefing, mode, caller, cancel);
            foreach (var occurrence in briefing.Occurrences.Where(one => one.End > clock.Now() && one.ConnectAt - CallPlan.HandOverLead <= clock.Now()))
            {
                if (await plans.Refresh(db, occurrence.Id, clock.Now(), cancel) is { } plan) made.Add(plan);
            }
            return null;
        }, cancel);
        foreach (var plan in made) await courier.Deliver(plan, CancellationToken.None);
        return refused;
    }

    private async Task Keep(Db db, BriefingRow briefing, RecordingMode mode, Caller caller, CancellationToken cancel)
    {
        if (briefing.Recording == mode) return;
        briefing.Recording = mode;
        briefing.Version++;
        db.History.Add(new HistoryRow { BriefingId = briefing.Id, At = clock.Now(), Who = caller.DisplayName, Action = mode == RecordingMode.None ? "recordingUnwanted" : "recordingWanted" });
        await db.SaveChangesAsync(cancel);
    }

    private static async Task<RecordingRow?> Keep(Db db, RecordingManifest manifest, CancellationToken cancel)
    {
        var row = await db.Recordings.Include(one => one.Files).SingleOrDefaultAsync(one => one.Id == manifest.RecordingId, cancel);
        if (row is null)
        {
            var briefing = await db.Occurrences.Where(one => one.Id == manifest.ConferenceId).Select(one => (Guid?)one.BriefingId).SingleOrDefaultAsync(cancel);
            if (briefing is null) return null;
            db.Recordings.Add(row = new RecordingRow { Id = manifest.RecordingId, ConferenceId = manifest.ConferenceId, BriefingId = briefing.Value });
        }
        if (row.EndedAt is null && manifest.EndedAt is { } ended && await EndOf(db, manifest, cancel) is { } action)
            db.History.Add(new HistoryRow { BriefingId = row.BriefingId, At = ended.ToInstant(), Who = Itself, Action = action, Detail = manifest.Detail });
        (row.StartedAt, row.EndedAt, row.End, row.Detail) = (manifest.StartedAt.ToInstant(), manifest.EndedAt.ToInstant(), manifest.End, manifest.Detail);
        for (var position = 0; position < manifest.Tracks.Length; position++)
        {
            var track = manifest.Tracks[position];
            var file = row.Files.Find(one => one.File == track.File);
            if (file is null) row.Files.Add(file = new RecordingFileRow { RecordingId = row.Id, File = track.File });
            (file.Position, file.RoomId, file.Name, file.Bytes, file.Milliseconds) = (position, track.RoomId, track.Name, track.Bytes, track.Milliseconds);
        }
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>What the history says of an end that nobody asked for; null for one that was wanted, and so is there already.</summary>
    private static async Task<string?> EndOf(Db db, RecordingManifest manifest, CancellationToken cancel) => manifest.End switch
    {
        RecordingEnd.Stopped => await IsOver(db, manifest, cancel) ? "recordingSessionOver" : null,
        RecordingEnd.LowDiskSpace => "recordingDiskFull",
        RecordingEnd.TooLong => "recordingTooLong",
        RecordingEnd.WriteFailed or RecordingEnd.NoEncoder => "recordingWriteFailed",
        RecordingEnd.Interrupted => "recordingInterrupted",
        RecordingEnd.None => null,
        _ => throw new System.Diagnostics.UnreachableException("An end of a recording without a name."),
    };

    /// <summary>The history's line of a refused recording; null when it has one, or the conference is not known.</summary>
    private static async Task<HistoryRow?> Untold(Db db, Guid conferenceId, RecordingStatus refused, CancellationToken cancel)
    {
        var (at, action) = (refused.Since.ToInstant(), RefusalOf(refused.End));
        return await db.Occurrences
            .Where(one => one.Id == conferenceId && !db.History.Any(line => line.BriefingId == one.BriefingId && line.At == at && line.Action == action))
            .Select(one => new HistoryRow { BriefingId = one.BriefingId, At = at, Who = Itself, Action = action, Detail = refused.Detail })
            .SingleOrDefaultAsync(cancel);
    }

    private static string RefusalOf(RecordingEnd end) => end switch
    {
        RecordingEnd.LowDiskSpace => "recordingRefusedDiskFull",
        RecordingEnd.NoEncoder => "recordingRefusedNoEncoder",
        _ => "recordingRefusedWriteFailed",
    };

    /// <summary>It was wanted to the last: the session's end ended it.</summary>
    private static async Task<bool> IsOver(Db db, RecordingManifest manifest, CancellationToken cancel) =>
        await db.Plans.AsNoTracking().SingleOrDefaultAsync(row => row.ConferenceId == manifest.ConferenceId, cancel) is { } row
        && PlanMaker.Read(row) is { Recording.Wanted: true } plan && plan.EndAt <= manifest.EndedAt + AboutThen;

    private HistoryRow Line(RecordingRow recording, string who, string action, string? detail) =>
        new() { BriefingId = recording.BriefingId, At = clock.Now(), Who = who, Action = action, Detail = detail };

    private bool IsNew((Guid Account, Guid Recording, string File, string Action) act)
    {
        var now = clock.Now();
        lock (_gate)
        {
            foreach (var (old, at) in _acts.ToList())
            {
                if (now - at >= OneAct) _acts.Remove(old);
            }
            return _acts.TryAdd(act, now);
        }
    }
}
