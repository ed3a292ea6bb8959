using System.Collections.Immutable;

namespace Conferencing.Booking.People;

/// <summary>What somebody is in charge of in a session.</summary>
public enum Duty
{
    Chair,
    Secretary,
}

/// <summary>Somebody who cannot be in two sessions at a time: who leads one, or writes it down.</summary>
public sealed record PersonInCharge(PersonName Person, Duty Duty)
{
    /// <summary>Everybody a dossier names, each once, by the first duty he is named for.</summary>
    public static ImmutableArray<PersonInCharge> Of(Dossier dossier)
    {
        if (dossier.ChairPerson is null && dossier.Secretary is null) return [];
        return [.. Of(dossier.ChairPerson, Duty.Chair).Concat(Of(dossier.Secretary, Duty.Secretary)).DistinctBy(one => one.Person.Key)];
    }

    private static IEnumerable<PersonInCharge> Of(string? field, Duty duty) => PersonNames.Read(field).Select(person => new PersonInCharge(person, duty));
}

/// <summary>That a person of this name has a duty in a session that is, or waits to be, approved.</summary>
/// <param name="Key">Of the name, see <see cref="PersonName"/>.</param>
/// <param name="Slot">The session itself: set-up time needs rooms, not people.</param>
public sealed record Engagement(string Key, Duty Duty, Guid BriefingId, Guid OccurrenceId, string Title, Slot Slot, BookingStatus Status);

/// <summary>Somebody is in charge of two sessions that overlap. A warning: names are free text, and two people may share one.</summary>
/// <param name="Name">As the one who asks wrote it.</param>
/// <param name="Mine">The session asked about.</param>
/// <param name="OtherDuty">Null where the other session is not to be told of.</param>
public sealed record PersonClash(
    string Name, Duty Duty, Slot Mine, Duty? OtherDuty, Guid BriefingId, Guid OccurrenceId, string Title, Slot Slot, BookingStatus Status);

/// <summary>Who of the people in charge is wanted elsewhere at the same time. Refuses nothing, and looks at no room.</summary>
public static class PeopleConflicts
{
    /// <summary>Every other session of each person, by person as written, then by time.</summary>
    /// <param name="own">Sessions that are asked about themselves.</param>
    public static ImmutableArray<PersonClash> Find(ImmutableArray<PersonInCharge> people, Slot slot, ILookup<string, Engagement> engaged, IReadOnlySet<Guid> own) =>
    [
        .. people.SelectMany(one => engaged[one.Person.Key]
            .Where(other => other.Slot.Overlaps(slot) && !own.Contains(other.OccurrenceId)).OrderBy(other => other.Slot.Start).ThenBy(other => other.OccurrenceId)
            .Select(other => new PersonClash(one.Person.Name, one.Duty, slot, other.Duty, other.BriefingId, other.OccurrenceId, other.Title, other.Slot, other.Status))),
    ];

    /// <summary>When sessions of a judgement would be held: those it has, whatever else is wrong with it.</summary>
    public static IEnumerable<Slot> SlotsOf(BookingRequest request, BookingVerdict verdict) =>
        request.Repeat is not null ? verdict.Dates.Where(IsHeldAnew).Select(date => date.Slot!.Value) : BookingRules.SlotOf(request) is { } slot ? [slot] : [];

    /// <summary>The judgement with what is to be said of the people in charge, day by day where it is a series.</summary>
    public static BookingVerdict Warn(BookingRequest request, BookingVerdict verdict, ImmutableArray<PersonInCharge> people, ILookup<string, Engagement> engaged, IReadOnlySet<Guid> own)
    {
        if (engaged.Count == 0) return verdict;
        if (request.Repeat is null) return verdict with { People = [.. SlotsOf(request, verdict).SelectMany(slot => Find(people, slot, engaged, own))] };
        ImmutableArray<PlannedDate> dates = [.. verdict.Dates.Select(date => IsHeldAnew(date) ? date with { People = Find(people, date.Slot!.Value, engaged, own) } : date)];
        return verdict with { Dates = dates, People = [.. dates.SelectMany(date => date.People)] };
    }

    private static bool IsHeldAnew(PlannedDate date) => date is { Slot: not null, Fate: DateFate.Held or DateFate.Moved or DateFate.Clashing };
}
