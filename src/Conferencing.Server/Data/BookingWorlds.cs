using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>What is being changed when a request is judged, so that it does not stand in its own way.</summary>
/// <param name="Replaced">Occurrences whose place the request takes.</param>
internal sealed record Editing(
    ImmutableHashSet<Guid> Replaced, LocalDate? From, ImmutableSortedDictionary<LocalDate, Slot> Kept, ImmutableHashSet<LocalDate> OldDays)
{
    public static Editing Nothing { get; } = new([], null, ImmutableSortedDictionary<LocalDate, Slot>.Empty, []);

    /// <summary>The terms of the briefing that is changed.</summary>
    public Terms Terms { get; init; } = Terms.Plain;

    /// <summary>Its papers and people, which stay where the request names none.</summary>
    public Dossier Dossier { get; init; } = Dossier.Empty;

    public static Editing Only(IEnumerable<Guid> replaced) => Nothing with { Replaced = [.. replaced] };
}

/// <summary>Loads what the booking rules must know. Inside a write transaction what they decide stays true until the commit.</summary>
internal static class BookingWorlds
{
    /// <summary>More rooms than any booking may have are not looked up: that request is refused anyway.</summary>
    private const int MostRoomsAsked = BookingRules.MaxRooms + 1;

    /// <summary>Free times are offered for this many clashing days of a series, and looked for on all that shall move.</summary>
    private const int MostOffers = 40;

    /// <summary>How far ahead free times are looked for, step by step: most are near, and a fortnight of a whole province is much to read.</summary>
    private static readonly Duration[] Reaches = [Duration.FromDays(1), Duration.FromDays(4), NextFreeSlot.Horizon];

    /// <summary>Judges a request with all it must be judged by.</summary>
    public static async Task<(BookingVerdict Verdict, BookingWorld World)> Decide(
        IBookingFacts facts, BookingRequest request, Instant now, Editing editing, CancellationToken cancel)
    {
        var world = await Load(facts, request, now, editing, cancel);
        var verdict = BookingRules.Decide(request, world);
        if (verdict.Dates.Any(date => date.IsBlocked))
        {
            var around = await Around(facts, request, world, verdict.Dates, editing, cancel);
            world = world with { Series = world.Series! with { Around = around } };
            verdict = BookingRules.Decide(request, world);
        }
        return (await Warn(facts, request, verdict, editing, cancel), world);
    }

    /// <summary>Asked last, as only then it is known when each session would be held.</summary>
    private static async Task<BookingVerdict> Warn(IBookingFacts facts, BookingRequest request, BookingVerdict verdict, Editing editing, CancellationToken cancel)
    {
        var people = PersonInCharge.Of(request.Dossier ?? editing.Dossier);
        if (people.IsEmpty) return verdict;
        var engaged = await PeopleInCharge.Engaged(facts.Db, people, [.. PeopleConflicts.SlotsOf(request, verdict)], editing.Replaced, cancel);
        return PeopleConflicts.Warn(request, verdict, people, engaged, editing.Replaced);
    }

    public static Task<Dictionary<Guid, Room>> Rooms(Db db, IReadOnlyCollection<Guid> ids, CancellationToken cancel) =>
        Read(db.Rooms.Where(room => ids.Contains(room.Id)), cancel);

    public static Task<Dictionary<Guid, Room>> Read(IQueryable<RoomRow> rooms, CancellationToken cancel) =>
        rooms.AsNoTracking().Select(room => new Room(room.Id, room.Name, room.Active) { CertifiedUntil = room.Endpoints.Max(endpoint => endpoint.CertifiedUntil) })
            .ToDictionaryAsync(room => room.Id, cancel);

    public static async Task<Dictionary<Guid, Unit>> Read(IQueryable<UnitRow> units, CancellationToken cancel) =>
        (await units.AsNoTracking().ToListAsync(cancel))
            .ToDictionary(row => row.Id, row => new Unit(row.Id, row.Name, row.ShortName, row.Kind, row.ParentId, row.ValidFrom, row.ValidTo));

    /// <summary>Everything that holds any of the rooms within the slot.</summary>
    public static Task<ImmutableArray<Hold>> Holds(Db db, IReadOnlyCollection<Guid> roomIds, Slot slot, CancellationToken cancel) =>
        HeldRooms.Overlapping(db, roomIds, [slot], [], cancel);

    /// <summary>The next times all these rooms are free and lines and ports carry them, the soonest first; looked up only once something is in the way.</summary>
    public static async Task<ImmutableArray<Slot>> NextFree(
        IBookingFacts facts, RoomWish rooms, Slot wish, Instant now, Editing editing, CancellationToken cancel)
    {
        var holidays = await facts.Holidays(cancel);
        var from = Instant.Max(wish.Start, now);
        foreach (var reach in Reaches)
        {
            var known = from + reach + wish.Length;
            var busy = (await Busy(facts, rooms, [rooms.Held(new Slot(from, known))], editing, cancel))[0];
            if (NextFreeSlot.TryFindSeveral(wish, rooms.Bearing(busy), now, Times.Zone, holidays, known, out var soon)) return soon;
            if (reach == NextFreeSlot.Horizon) return NextFreeSlot.FindSeveral(wish, rooms.Bearing(busy), now, Times.Zone, holidays);
        }
        throw new System.Diagnostics.UnreachableException("The last reach is the horizon.");
    }

    /// <summary>When any of the rooms is held, or lines or ports could not carry them, window by window.</summary>
    private static async Task<ImmutableArray<Slot>[]> Busy(
        IBookingFacts facts, RoomWish wish, List<Slot> windows, Editing editing, CancellationToken cancel)
    {
        var rooms = wish.Rooms.Select(room => room.Id).ToList();
        var busy = await facts.Busy(rooms, windows, editing.Replaced, cancel);
        if (!(await facts.Capacity(cancel)).Bounds(rooms)) return busy;
        var claims = await Capacities.Claims(facts, rooms, windows, editing.Replaced, cancel);
        return [.. windows.Zip(busy, (window, held) => held.AddRange(claims.Full(wish.Calls, window)))];
    }

    private static async Task<BookingWorld> Load(
        IBookingFacts facts, BookingRequest request, Instant now, Editing editing, CancellationToken cancel)
    {
        var ids = (request.ChairRoomId is { } chair ? request.RoomIds.Add(chair) : request.RoomIds).Distinct().Take(MostRoomsAsked).ToList();
        var world = new BookingWorld(now, await facts.Rooms(ids, cancel), [])
        {
            HostUnit = request.Dossier?.HostUnitId is { } host ? await facts.Unit(host, cancel) : null,
            SecretaryIsThere = request.Dossier?.SecretaryId is { } secretary
                && (secretary == editing.Dossier.SecretaryId || await facts.Db.Users.Where(NamedSecretary.MayBe).AnyAsync(account => account.Id == secretary, cancel)),
            Zone = Times.Zone,
            Day = request.Start?.InZone(Times.Zone).Date,
            Terms = editing.Terms,
            OwnKbits = request.Lowered.IsEmpty ? ImmutableDictionary<Guid, int>.Empty : await facts.OwnKbits(cancel),
            KeptRates = request.Lowered.IsEmpty ? [] : await HeldRooms.RatesOf(facts.Db, editing.Replaced, [.. request.Lowered.Select(call => call.RoomId)], cancel),
            Series = request.Repeat is null ? null
                : new SeriesWorld(Times.Zone, await facts.Holidays(cancel)) { From = editing.From, Kept = editing.Kept, OldDays = editing.OldDays },
        };
        var (rooms, slots) = (world.Rooms.Keys.ToList(), Slots(request, world));
        return world with
        {
            Holds = await facts.Overlapping(rooms, slots, editing.Replaced, cancel),
            Claims = await Capacities.Claims(facts, rooms, slots, editing.Replaced, cancel),
        };
    }

    /// <summary>When rooms would be held.</summary>
    private static List<Slot> Slots(BookingRequest request, BookingWorld world)
    {
        var wish = BookingRules.WishOf(request, world);
        if (request.Repeat is null) return BookingRules.SlotOf(request) is { } slot ? [wish.Held(slot)] : [];
        return [.. BookingRules.DatesOf(request, world).Where(date => date.Slot is not null && date.Fate != DateFate.KeptEdited).Select(date => wish.Held(date.Slot!.Value))];
    }

    /// <summary>What is in the way between a day that cannot be held as it is and the day it must stay before.</summary>
    private static async Task<ImmutableDictionary<LocalDate, ImmutableArray<Slot>>> Around(
        IBookingFacts facts, BookingRequest request, BookingWorld world, ImmutableArray<PlannedDate> dates, Editing editing, CancellationToken cancel)
    {
        var clashing = dates.Where(date => date.IsBlocked).ToList();
        var wanted = clashing.Take(MostOffers).Concat(SeriesPlan.ToMove(request.Repeat!, clashing)).DistinctBy(date => date.Day).ToList();
        var wish = BookingRules.WishOf(request, world);
        var windows = wanted.Select(date => wish.Held(WindowOf(date, dates))).ToList();
        var busy = await Busy(facts, wish, windows, editing, cancel);
        return wanted.Zip(busy).ToImmutableDictionary(pair => pair.First.Day, pair => pair.Second);
    }

    private static Slot WindowOf(PlannedDate date, ImmutableArray<PlannedDate> dates)
    {
        // What the calendar gave it; a first judgement may have found no time for it and left it there.
        var start = (date.Slot ?? date.Wish).Start;
        var next = dates.FirstOrDefault(other => other.Day > date.Day)?.Wish.Start;
        var end = Instant.Min(next ?? Instant.MaxValue, start + NextFreeSlot.Horizon);
        return new Slot(start, Instant.Max(end, start) + date.Wish.Length);
    }
}
