using Conferencing.Booking;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>
/// Who holds which room when, and rooms, lines, units and holidays, kept in memory as the last commit left them, so that the answer while a form is filled in takes
/// a few milliseconds however full the calendar is. Before each answer the database is asked for lines of <see cref="RevisionRow"/> that came
/// since, whichever process wrote them, and what they name is read again: one's own change is in one's next answer. What is stored is
/// never decided by this, but inside the write transaction. Until all is read, and when there is too much of it, the database answers.
/// </summary>
internal sealed class BookingMemory(
    PlainSql sql, IDbContextFactory<Db> contexts, Holidays holidays, CapacityOptions limits, TimeProvider clock, IHostApplicationLifetime lifetime,
    ILogger<BookingMemory> log, long mostHolds = BookingMemory.MostHolds) : IDisposable
{
    /// <summary>Some 300 bytes each.</summary>
    private const long MostHolds = 2_000_000;

    /// <summary>Sessions of yesterday may last into today, and forms are left open over night.</summary>
    private static readonly Duration Back = Duration.FromDays(2);

    /// <summary>After which all is read anew, without what is past.</summary>
    private static readonly Duration Longest = Duration.FromDays(31);

    private static readonly Duration AfterFailure = Duration.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _start = new();
    private volatile KnownBookings? _known;
    private Task _reading = Task.CompletedTask;
    private Instant _notBefore = Instant.MinValue;

    /// <summary>All that was asked for has been read, or could not be.</summary>
    public Task Settled => _reading;

    /// <param name="db">The request's; opened only for what memory does not hold.</param>
    public async Task<IBookingFacts> Facts(Lazy<Db> db, CancellationToken cancel) =>
        await UpToDate(cancel) is { } known ? new KnownFacts(known, db) : new StoredFacts(db.Value, holidays, limits);

    /// <summary>Null while it must be read first.</summary>
    private async Task<KnownBookings?> UpToDate(CancellationToken cancel)
    {
        if (_known is not { } known || IsOld(known))
        {
            BeginReading();
            return null;
        }
        // What one has begun to follow serves the next, though his own question was called off.
        return await Newest(cancel) == known.Seen ? known : await FollowInTurn(known, lifetime.ApplicationStopping).WaitAsync(cancel);
    }

    private async Task<KnownBookings?> FollowInTurn(KnownBookings known, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await Follow(known, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool IsOld(KnownBookings known)
    {
        var now = clock.Now();
        return now - known.From > Longest || known.Year != now.InZone(Times.Zone).Year;
    }

    /// <summary>Until there is nothing new: what is read while others write may be newer than the lines that named it.</summary>
    private async Task<KnownBookings?> Follow(KnownBookings known, CancellationToken cancel)
    {
        for (var lines = await Since(known.Seen, cancel); ; lines = await Since(known.Seen, cancel))
        {
            if (lines.Count == 0 && known.Seen == 0) return known;
            if (lines.Count == 0 || lines[0].Number != known.Seen)
            {
                // The line it has followed last is gone, and those after it may be.
                Forget(known);
                return null;
            }
            if (lines.Count == 1) return known;
            var changed = lines.Skip(1).Select(line => line.Session).OfType<Guid>().ToHashSet();
            var places = lines.Skip(1).Any(line => line.Session is null) ? await ReadPlaces(cancel) : known.Places;
            var holds = changed.Count == 0 ? [] : await HeldRooms.Of(sql, changed, known.From, cancel);
            known.Follow(changed, holds, places, lines[^1].Number);
            if (known.Holds <= mostHolds) continue;
            // Without what is past there may be few enough again.
            Forget(known);
            return null;
        }
    }

    /// <summary>All is read anew.</summary>
    private void Forget(KnownBookings known)
    {
        if (_known == known) _known = null;
        BeginReading();
    }

    private async Task<long> Newest(CancellationToken cancel) =>
        (await sql.Read("SELECT coalesce(max(Number), 0) FROM Revisions", row => row.GetInt64(0), cancel))[0];

    /// <summary>The line it has followed last, if it is still there, and all after it.</summary>
    private Task<List<(long Number, Guid? Session)>> Since(long seen, CancellationToken cancel) => sql.Read(
        "SELECT Number, OccurrenceId FROM Revisions WHERE Number >= @seen ORDER BY Number",
        row => (row.GetInt64(0), row.IsDBNull(1) ? (Guid?)null : row.GetGuid(1)), cancel, ("@seen", seen));

    private void BeginReading()
    {
        lock (_start)
        {
            if (!_reading.IsCompleted || clock.Now() < _notBefore) return;
            if (_reading.Exception is { } fault)
            {
                log.LogWarning(fault, "Bookings could not be read into memory; they are read again in a minute, and the database answers meanwhile.");
                (_reading, _notBefore) = (Task.CompletedTask, clock.Now() + AfterFailure);
                return;
            }
            _reading = Task.Run(() => ReadAll(lifetime.ApplicationStopping));
        }
    }

    private async Task ReadAll(CancellationToken cancel)
    {
        var now = clock.Now();
        var from = now - Back;
        if (await HeldRooms.CountFrom(sql, from, cancel) is var count && count > mostHolds)
        {
            log.LogWarning("{Count} holds of rooms are more than are kept in memory: the database answers questions about clashes; they are counted again tomorrow.", count);
            _known = null;
            lock (_start) _notBefore = now + Duration.FromDays(1);
            return;
        }
        // First how far it goes: what is committed while all is read is followed afterwards.
        var seen = await Newest(cancel);
        var times = await HeldRooms.ReadFrom(sql, from, cancel);
        _known = new KnownBookings(times, await ReadPlaces(cancel), from, now.InZone(Times.Zone).Year, seen);
        log.LogInformation("{Sessions} sessions were read into memory in {Seconds:0.0} s.", times.Sessions, (clock.Now() - now).TotalSeconds);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<KnownPlaces> ReadPlaces(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await KnownPlaces.Read(db, holidays, limits, cancel);
    }
}
