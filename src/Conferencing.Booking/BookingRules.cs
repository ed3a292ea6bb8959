using System.Collections.Immutable;
using Conferencing.Booking.Capacities;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>What a booking must satisfy: one visible list, all of it judged every time, so that a clerk sees every reason at once.</summary>
public static class BookingRules
{
    public const int MaxTitleLength = 200;
    public const int MaxNoteLength = 4000;
    public const int MaxRooms = 250;

    /// <summary>Also what keeps overlap queries on an index: nothing older than this can still overlap.</summary>
    public static readonly Duration MaxLength = Duration.FromHours(24);

    public static readonly Duration MinLength = Duration.FromMinutes(1);
    public static readonly Duration MaxAhead = Duration.FromDays(5 * 366);
    public static readonly Duration MaxLead = Duration.FromHours(2);
    public static readonly Duration MaxSetUp = Duration.FromHours(4);

    /// <summary>A form shows minutes: the minute that has just begun is not yet past.</summary>
    public static readonly Duration PastTolerance = Duration.FromMinutes(1);

    private delegate IEnumerable<FieldError> Rule(BookingRequest request, BookingWorld world);

    private static readonly ImmutableArray<Rule> Rules =
    [
        TitleIsThere, TitleFits, NoteFits,
        ChairIsThere, RoomsAreThere, RoomsFit, RoomsAreNamedOnce, RoomsExist, RoomsAreActive,
        TimesAreThere, EndsAfterStart, IsNotTooShort, IsNotTooLong, IsNotPast, IsNotTooFar,
        ConnectsInTime, SetUpFits, OptionalRoomsFit, LoweredRoomsFit, RatesFit, DossierIsRight, HostIsThere, SecretaryIsThere, SecretIsKept, RoomsAreCertified,
        UrgencyIsExplained, UrgentIsHeldOnce, CompetesOnce,
        RuleIsWhole, RuleEnds, IntervalFits, UntilIsAfterStart, UntilIsNotTooFar, SeriesHasDates, SeriesFits, SeriesIsNotTooFar,
    ];

    public static BookingVerdict Decide(BookingRequest request, BookingWorld world)
    {
        ImmutableArray<FieldError> errors = [.. Rules.SelectMany(rule => rule(request, world))];
        var rooms = RoomsOf(request, world);
        if (SlotOf(request) is not { } slot) return new BookingVerdict.Rejected(errors, []);
        if (request.Repeat is not null) return DecideSeries(request, world, errors, rooms, slot) with { Unfit = UnfitRooms(request, world) };
        var wish = WishOf(request, rooms);
        var (clashes, waived) = wish.Meet(slot, world.Holds, world.Own);
        var taken = clashes.Concat(waived).Select(clash => clash.RoomId).ToHashSet();
        var shortages = world.Claims.Meet(wish.Without(taken), wish.Held(slot));
        ImmutableArray<Clash> rivals = request.Competes ? [.. clashes.Where(clash => clash.Status == BookingStatus.Pending)] : [];
        if (errors.IsEmpty && clashes.Length == rivals.Length && shortages.IsEmpty)
            return new BookingVerdict.Accepted(Accept(request, world, rooms, slot)) { Waived = waived, Rivals = rivals };
        return new BookingVerdict.Rejected(errors, clashes)
        {
            Waived = waived,
            Unfit = UnfitRooms(request, world),
            Shortages = shortages,
            Relief = world.Claims.Relieve(wish, taken, shortages),
        };
    }

    /// <summary>When it would be held if all rooms were free; nothing while the request is not one that could be.</summary>
    public static ImmutableArray<PlannedDate> DatesOf(BookingRequest request, BookingWorld world) =>
        request.Repeat is { } repeat && SlotOf(request) is { } slot && !SeriesErrors(request, world).Any()
            ? SeriesPlan.Lay(repeat, slot, world.Now, SeriesOf(world)) : [];

    private static BookingVerdict DecideSeries(BookingRequest request, BookingWorld world, ImmutableArray<FieldError> errors, ImmutableArray<Room> rooms, Slot first)
    {
        var wish = WishOf(request, rooms);
        var dates = SeriesPlan.Decide(request.Repeat!, DatesOf(request, world), wish, new HoldIndex(world.Holds), world.Now, SeriesOf(world), world.Claims);
        var open = dates.Where(date => date.Fate == DateFate.Clashing).ToList();
        // Every day of it may have been skipped because of a clash: then there is nothing to book.
        if (errors.IsEmpty && dates.All(date => date.Slot is null)) errors = [new FieldError("recurrence", "seriesEmpty")];
        if (errors.IsEmpty && open.Count == 0) return new BookingVerdict.Accepted(Accept(request, world, rooms, first)) { Dates = dates };
        var worst = Worst(open.SelectMany(date => date.Shortages));
        return new BookingVerdict.Rejected(errors, [.. open.SelectMany(date => date.Clashes)])
        {
            Dates = dates,
            Shortages = worst,
            Relief = world.Claims.Relieve(wish, ImmutableHashSet<Guid>.Empty, worst),
        };
    }

    /// <summary>Of each line, and of the ports, the day on which most is missing: what helps then helps on every day.</summary>
    private static ImmutableArray<Shortage> Worst(IEnumerable<Shortage> shortages) =>
        [.. shortages.GroupBy(one => one.Resource).Select(days => days.MaxBy(one => one.Missing)!).OrderByDescending(one => one.Resource.Depth)];

    /// <summary>The rooms asked for that exist, the chair's first, each once.</summary>
    public static ImmutableArray<Room> RoomsOf(BookingRequest request, BookingWorld world) =>
        [.. Wanted(request).Distinct().Where(world.Rooms.ContainsKey).Select(id => world.Rooms[id])];

    /// <summary>The span asked for, if it is one that could be held.</summary>
    public static Slot? SlotOf(BookingRequest request) =>
        request is { Start: { } start, End: { } end } && end > start && end - start <= MaxLength ? new Slot(start, end) : null;

    /// <summary>The set-up time asked for, if it is one that could be had.</summary>
    public static Duration SetUpOf(BookingRequest request) =>
        request.SetUpMinutes is { } minutes && !SetUpErrors(request).Any() ? Duration.FromMinutes(minutes) : Duration.Zero;

    public static RoomWish WishOf(BookingRequest request, BookingWorld world) => WishOf(request, RoomsOf(request, world));

    private static RoomWish WishOf(BookingRequest request, ImmutableArray<Room> rooms) =>
        new(rooms) { Optional = [.. request.OptionalRoomIds.Where(id => id != request.ChairRoomId)], Lowered = LoweredOf(request), SetUp = SetUpOf(request) };

    /// <summary>A rate below what any sound takes counts as none: it is refused, and lines are counted as if it had not been asked for.</summary>
    private static ImmutableDictionary<Guid, int> LoweredOf(BookingRequest request) =>
        request.Lowered.Where(call => call.Kbits >= CallRate.Least).DistinctBy(call => call.RoomId).ToImmutableDictionary(call => call.RoomId, call => call.Kbits!.Value);

    private static IEnumerable<Guid> Wanted(BookingRequest request) =>
        request.ChairRoomId is { } chair ? request.RoomIds.Prepend(chair) : request.RoomIds;

    private static AcceptedBooking Accept(BookingRequest request, BookingWorld world, ImmutableArray<Room> rooms, Slot slot) =>
        new(request.Title!.Trim(), rooms[0], rooms, slot, request.ConnectAt ?? CallPlan.DefaultConnectAt(slot.Start),
            string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim())
        {
            SetUp = SetUpOf(request),
            Optional = WishOf(request, rooms).Optional,
            Lowered = LoweredOf(request),
            Dossier = request.Dossier?.Tidy(),
            Terms = TermsOf(request, world),
            Urgency = request.Urgency,
        };

    private static IEnumerable<FieldError> When(bool wrong, string field, string code, params ImmutableArray<object> args) =>
        wrong ? [new FieldError(field, code, args)] : [];

    private static IEnumerable<FieldError> TitleIsThere(BookingRequest request, BookingWorld world) =>
        When(string.IsNullOrWhiteSpace(request.Title), "title", "titleMissing");

    private static IEnumerable<FieldError> TitleFits(BookingRequest request, BookingWorld world) =>
        When(request.Title?.Trim().Length > MaxTitleLength, "title", "titleTooLong", MaxTitleLength)
            .Concat(When(request.Title?.Any(char.IsControl) == true, "title", "titleControl"));

    private static IEnumerable<FieldError> NoteFits(BookingRequest request, BookingWorld world) =>
        When(request.Note?.Length > MaxNoteLength, "note", "noteTooLong", MaxNoteLength);

    private static IEnumerable<FieldError> ChairIsThere(BookingRequest request, BookingWorld world) =>
        When(request.ChairRoomId is null, "chairRoomId", "chairMissing");

    private static IEnumerable<FieldError> RoomsAreThere(BookingRequest request, BookingWorld world) =>
        When(request.RoomIds.IsEmpty, "roomIds", "roomsMissing");

    private static IEnumerable<FieldError> RoomsFit(BookingRequest request, BookingWorld world) =>
        When(Wanted(request).Distinct().Count() > MaxRooms, "roomIds", "roomsTooMany", MaxRooms);

    private static IEnumerable<FieldError> RoomsAreNamedOnce(BookingRequest request, BookingWorld world) =>
        When(request.RoomIds.Distinct().Count() != request.RoomIds.Length, "roomIds", "roomsTwice");

    private static IEnumerable<FieldError> RoomsExist(BookingRequest request, BookingWorld world) =>
        When(request.ChairRoomId is { } chair && !world.Rooms.ContainsKey(chair), "chairRoomId", "roomUnknown")
            .Concat(When(!request.RoomIds.All(world.Rooms.ContainsKey), "roomIds", "roomUnknown"));

    private static IEnumerable<FieldError> RoomsAreActive(BookingRequest request, BookingWorld world) =>
        RoomsOf(request, world).Where(room => !room.Active)
            .Select(room => new FieldError(room.Id == request.ChairRoomId ? "chairRoomId" : "roomIds", "roomInactive", room.Name));

    private static IEnumerable<FieldError> TimesAreThere(BookingRequest request, BookingWorld world) =>
        When(request.Start is null, "start", "startMissing").Concat(When(request.End is null, "end", "endMissing"));

    private static IEnumerable<FieldError> EndsAfterStart(BookingRequest request, BookingWorld world) =>
        When(request.End <= request.Start, "end", "endBeforeStart");

    private static IEnumerable<FieldError> IsNotTooShort(BookingRequest request, BookingWorld world) =>
        When(request.End > request.Start && request.End - request.Start < MinLength, "end", "tooShort", (int)MinLength.TotalMinutes);

    private static IEnumerable<FieldError> IsNotTooLong(BookingRequest request, BookingWorld world) =>
        When(request.End - request.Start > MaxLength, "end", "tooLong", (int)MaxLength.TotalHours);

    private static IEnumerable<FieldError> IsNotPast(BookingRequest request, BookingWorld world) =>
        // What a series that is changed held before is history; it is asked of the first day that is still to come.
        world.Series?.From is not null ? When(DatesOf(request, world).FirstOrDefault()?.Slot?.Start < world.Now - PastTolerance, "start", "startPast")
        : When(request.Start < world.Now - PastTolerance, "start", "startPast")
            .Concat(When(request.End > request.Start && request.End <= world.Now, "end", "endPast"));

    private static IEnumerable<FieldError> IsNotTooFar(BookingRequest request, BookingWorld world) =>
        When(request.Start > world.Now + MaxAhead, "start", "startTooFar", 5);

    private static IEnumerable<FieldError> ConnectsInTime(BookingRequest request, BookingWorld world) =>
        When(request.ConnectAt > request.Start, "connectAt", "connectAfterStart")
            .Concat(When(request.ConnectAt < request.Start - MaxLead, "connectAt", "connectTooEarly", (int)MaxLead.TotalHours));

    /// <summary>Rooms are never held longer than a briefing may last: that is what keeps the search for overlaps short.</summary>
    private static IEnumerable<FieldError> SetUpErrors(BookingRequest request) =>
        request.SetUpMinutes is not { } minutes ? []
        : minutes < 0 || minutes > MaxSetUp.TotalMinutes ? [new FieldError("setUpMinutes", "setUpOutside", (int)MaxSetUp.TotalMinutes)]
        : When(SlotOf(request)?.Length + Duration.FromMinutes(minutes) > MaxLength, "setUpMinutes", "setUpTooLong", (int)MaxLength.TotalHours);

    private static IEnumerable<FieldError> SetUpFits(BookingRequest request, BookingWorld world) => SetUpErrors(request);

    private static IEnumerable<FieldError> OptionalRoomsFit(BookingRequest request, BookingWorld world) =>
        When(!request.OptionalRoomIds.All(Wanted(request).Contains), "optionalRoomIds", "optionalNotIn")
            .Concat(When(request.ChairRoomId is { } chair && request.OptionalRoomIds.Contains(chair), "optionalRoomIds", "optionalChair"));

    private static IEnumerable<FieldError> LoweredRoomsFit(BookingRequest request, BookingWorld world) =>
        When(!request.Lowered.All(call => Wanted(request).Contains(call.RoomId)), "loweredRooms", "loweredNotIn")
            .Concat(When(request.Lowered.DistinctBy(call => call.RoomId).Count() != request.Lowered.Length, "loweredRooms", "loweredTwice"));

    private static IEnumerable<FieldError> RatesFit(BookingRequest request, BookingWorld world) =>
        request.Lowered.Where(call => world.Rooms.ContainsKey(call.RoomId)).SelectMany(call =>
            When(call.Kbits is null or < CallRate.Least, "loweredRooms", "rateTooLow", world.Rooms[call.RoomId].Name, CallRate.Least)
                .Concat(RateIsWithinOwn(call, world)));

    /// <summary>A rate that was lower once stays: what a device takes by now is less, and lines are counted with that.</summary>
    private static IEnumerable<FieldError> RateIsWithinOwn(RoomCall call, BookingWorld world) =>
        world.OwnKbits.TryGetValue(call.RoomId, out var own) && !world.KeptRates.Contains(call)
            ? When(call.Kbits > own, "loweredRooms", "rateAboveOwn", world.Rooms[call.RoomId].Name, own) : [];

    private static IEnumerable<FieldError> DossierIsRight(BookingRequest request, BookingWorld world) =>
        request.Dossier is { } dossier ? DossierRules.Check(dossier, Wanted(request).ToHashSet()) : [];

    private static IEnumerable<FieldError> HostIsThere(BookingRequest request, BookingWorld world) =>
        request.Dossier is { HostUnitId: not null } dossier ? DossierRules.CheckHost(dossier, world.HostUnit, FirstDay(request, world)) : [];

    private static IEnumerable<FieldError> SecretaryIsThere(BookingRequest request, BookingWorld world) =>
        When(request.Dossier?.SecretaryId is not null && !world.SecretaryIsThere, "dossier.secretaryId", "personUnknown");

    /// <summary>Of a series that has begun only what is still to come is changed: its host may be younger than the series.</summary>
    private static LocalDate? FirstDay(BookingRequest request, BookingWorld world) =>
        (IsLaid(request, world) ? DatesOf(request, world).FirstOrDefault()?.Wish.Start.InZone(world.Zone).Date : null) ?? world.Day;

    private static IEnumerable<FieldError> UrgencyIsExplained(BookingRequest request, BookingWorld world) =>
        When(request.Urgency is { IsUrgent: true } urgent && string.IsNullOrWhiteSpace(urgent.Reason), "urgentReason", "urgentReasonMissing")
            .Concat(When(request.Urgency?.Reason?.Length > Urgency.MaxReasonLength, "urgentReason", "noteTooLong", Urgency.MaxReasonLength));

    private static IEnumerable<FieldError> UrgentIsHeldOnce(BookingRequest request, BookingWorld world) =>
        When(request is { Urgency.IsUrgent: true, Repeat: not null }, "urgent", "urgentSeries");

    private static IEnumerable<FieldError> CompetesOnce(BookingRequest request, BookingWorld world) =>
        When(request is { Competes: true, Repeat: not null }, "recurrence", "competesSeries");

    private static Terms TermsOf(BookingRequest request, BookingWorld world) => request.Terms.Over(world.Terms);

    private static IEnumerable<FieldError> SecretIsKept(BookingRequest request, BookingWorld world) => SecrecyRules.Check(TermsOf(request, world));

    private static IEnumerable<FieldError> RoomsAreCertified(BookingRequest request, BookingWorld world) =>
        UnfitRooms(request, world) is { Length: > 0 } unfit ? [new FieldError("secrecy", "secretRooms", unfit.Length)] : [];

    private static ImmutableArray<UnfitRoom> UnfitRooms(BookingRequest request, BookingWorld world) =>
        TermsOf(request, world).IsSecret && LastEnd(request, world) is { } end ? SecrecyRules.Unfit(TermsOf(request, world), RoomsOf(request, world), end.InZone(world.Zone).Date) : [];

    /// <summary>When the last session ends, of those that could be held.</summary>
    private static Instant? LastEnd(BookingRequest request, BookingWorld world) =>
        request.Repeat is null ? SlotOf(request)?.End : DatesOf(request, world).Select(date => date.Slot?.End).Max();

    private static IEnumerable<FieldError> SeriesErrors(BookingRequest request, BookingWorld world) =>
        RuleIsWhole(request, world).Concat(RuleEnds(request, world)).Concat(IntervalFits(request, world));

    private static SeriesWorld SeriesOf(BookingWorld world) =>
        world.Series ?? throw new System.Diagnostics.UnreachableException("A request that repeats is judged with its calendar.");

    private static IEnumerable<FieldError> RuleIsWhole(BookingRequest request, BookingWorld world) =>
        When(request.Repeat is { Rule: { } rule } && !RecurrenceText.IsWhole(rule with { Interval = 1, Until = null, Count = null }), "recurrence", "ruleUnclear");

    private static IEnumerable<FieldError> RuleEnds(BookingRequest request, BookingWorld world) =>
        When(request.Repeat is { Rule: { Until: null, Count: null } }, "recurrence.until", "ruleEndless")
            .Concat(When(request.Repeat is { Rule: { Until: not null, Count: not null } }, "recurrence.count", "ruleEndsTwice"))
            .Concat(When(request.Repeat?.Rule.Count is < 1 or > SeriesDates.MaxOccurrences, "recurrence.count", "countOutside", SeriesDates.MaxOccurrences));

    private static IEnumerable<FieldError> IntervalFits(BookingRequest request, BookingWorld world) =>
        When(request.Repeat?.Rule.Interval is < 1 or > Recurrence.MaxInterval, "recurrence.interval", "intervalOutside", Recurrence.MaxInterval);

    private static IEnumerable<FieldError> UntilIsAfterStart(BookingRequest request, BookingWorld world) =>
        When(world.Series is { } series && request.Repeat?.Rule.Until < request.Start?.InZone(series.Zone).Date, "recurrence.until", "untilBeforeStart");

    private static IEnumerable<FieldError> UntilIsNotTooFar(BookingRequest request, BookingWorld world) =>
        When(world.Series is { } series && request.Repeat?.Rule.Until > (world.Now + MaxAhead).InZone(series.Zone).Date, "recurrence.until", "seriesTooFar", 5);

    private static IEnumerable<FieldError> SeriesHasDates(BookingRequest request, BookingWorld world) =>
        When(IsLaid(request, world) && DatesOf(request, world).All(date => date.Slot is null), "recurrence", "seriesEmpty");

    private static IEnumerable<FieldError> SeriesFits(BookingRequest request, BookingWorld world) =>
        When(DatesOf(request, world).Length > SeriesDates.MaxOccurrences, "recurrence.until", "seriesTooMany", SeriesDates.MaxOccurrences);

    /// <summary>A count that reaches too far is seen by its last day, or by days that are missing.</summary>
    private static IEnumerable<FieldError> SeriesIsNotTooFar(BookingRequest request, BookingWorld world) =>
        When(request.Repeat?.Rule.Count is not null && IsLaid(request, world) && ReachesTooFar(request, world), "recurrence.count", "seriesTooFar", 5);

    private static bool ReachesTooFar(BookingRequest request, BookingWorld world)
    {
        var (rule, last) = (request.Repeat!.Rule, world.Now + MaxAhead);
        var first = request.Start!.Value.InZone(SeriesOf(world).Zone).Date;
        var given = rule.Days(first, last.InZone(SeriesOf(world).Zone).Date).Count();
        return given < rule.Count || DatesOf(request, world).LastOrDefault()?.Wish.Start > last;
    }

    private static bool IsLaid(BookingRequest request, BookingWorld world) =>
        request.Repeat is not null && SlotOf(request) is not null && !SeriesErrors(request, world).Any();
}
