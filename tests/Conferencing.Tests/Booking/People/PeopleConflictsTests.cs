using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.People;
using NodaTime;

namespace Conferencing.Tests.Booking.People;

public sealed class PeopleConflictsTests
{
    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static Dossier Dossier(string? chair, string? secretary = null) => new(ChairPerson: chair, Secretary: secretary);

    private static ILookup<string, Engagement> Engaged(params (int Session, string Slot, Dossier Dossier)[] sessions) => sessions
        .SelectMany(one => PersonInCharge.Of(one.Dossier).Select(person => new Engagement(
            person.Person.Key, person.Duty, Id(one.Session), Id(one.Session + 1000), $"Phiên {one.Session}", At.Slot(one.Slot), BookingStatus.Pending)))
        .ToLookup(one => one.Key);

    private static string Text(IEnumerable<PersonClash> clashes) =>
        string.Join("; ", clashes.Select(clash => $"{clash.Name} {clash.Duty} {At.Text(clash.Mine)} / {clash.Title} {clash.OtherDuty} {At.Text(clash.Slot)}"));

    [Theory]
    [InlineData("08:00-09:00", "Ông A Chair 08:00-09:00 / Phiên 1 Chair 08:30-10:00")]
    [InlineData("09:59-11:00", "Ông A Chair 09:59-11:00 / Phiên 1 Chair 08:30-10:00")]
    [InlineData("10:00-11:00", "")]
    [InlineData("07:00-08:30", "")]
    [InlineData("09:00-14:30", "Ông A Chair 09:00-14:30 / Phiên 1 Chair 08:30-10:00; Ông A Chair 09:00-14:30 / Phiên 2 Secretary 14:00-15:00; Bà C Secretary 09:00-14:30 / Phiên 2 Chair 14:00-15:00")]
    public void Find_tells_who_meets_which_other_session_when(string slot, string expected)
    {
        var engaged = Engaged((2, "14:00-15:00", Dossier("c", "đ/c A")), (1, "08:30-10:00", Dossier("A", "B")), (3, "08:30-10:00", Dossier("Ạ")));
        Assert.Equal(expected, Text(PeopleConflicts.Find(PersonInCharge.Of(Dossier("Ông A", "Bà C")), At.Slot(slot), engaged, new HashSet<Guid>())));
    }

    [Fact]
    public void Find_a_session_does_not_meet_itself_and_one_person_with_two_duties_is_told_once()
    {
        var engaged = Engaged((1, "08:00-09:00", Dossier("A", "A")), (2, "08:00-09:00", Dossier("A", "A")));
        var clash = Assert.Single(PeopleConflicts.Find(PersonInCharge.Of(Dossier("A", "A")), At.Slot("08:00-09:00"), engaged, new HashSet<Guid> { Id(1001) }));
        Assert.Equal((Id(2), Id(1002), Duty.Chair, Duty.Chair), (clash.BriefingId, clash.OccurrenceId, clash.Duty, clash.OtherDuty));
    }

    [Fact]
    public void Warn_says_it_of_every_day_of_a_series_that_is_held_at_the_time_it_is_held()
    {
        var rule = new Recurrence(Frequency.Daily, 1, [], null, null, null, 4);
        var request = new BookingRequest("Giao ban", Id(1), [Id(1)], At.Time("08:00"), At.Time("09:00"), null, null)
        {
            Repeat = new Repeat(rule, [], HolidayPolicy.Keep, ClashPolicy.Skip, ImmutableDictionary<LocalDate, ClashPolicy>.Empty),
            SetUpMinutes = 60,
        };
        var room = new Room(Id(1), "Phòng 1", true);
        var world = new BookingWorld(At.Time("00:00"), new Dictionary<Guid, Room> { [room.Id] = room }, [new Hold(room.Id, Id(9), Id(1009), "Giữ phòng", At.Slot("+1 08:00-+1 09:00"), BookingStatus.Approved)])
        {
            Zone = At.Zone,
            Series = new SeriesWorld(At.Zone, HolidayCalendar.None),
        };
        var verdict = Assert.IsType<BookingVerdict.Accepted>(BookingRules.Decide(request, world));
        // The first ends where set-up time begins, which needs rooms and no people; the second meets a day that is skipped for its room.
        var engaged = Engaged((1, "07:00-08:00", Dossier("A")), (2, "+1 08:00-+1 09:00", Dossier("A")), (3, "+2 08:59-+2 10:00", Dossier("B", "a")));
        var warned = PeopleConflicts.Warn(request, verdict, PersonInCharge.Of(Dossier("Ông A")), engaged, new HashSet<Guid>());
        Assert.Equal("Ông A Chair +2 08:00-+2 09:00 / Phiên 3 Secretary +2 08:59-+2 10:00", Text(warned.People));
        Assert.Equal([0, 0, 1, 0], warned.Dates.Select(date => date.People.Length));
        Assert.IsType<BookingVerdict.Accepted>(warned);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(20261128)]
    public void Two_sessions_tell_of_each_other_or_neither_does(int seed)
    {
        var random = new Random(seed);
        string[] names = ["Ông A", "a", "Bà B", "b, Chánh Văn phòng", "C", "A và B"];
        var sessions = Enumerable.Range(1, 60).Select(number => (Number: number, Start: random.Next(0, 23), Length: random.Next(1, 5), Dossier: Dossier(names[random.Next(names.Length)], random.Next(2) == 0 ? null : names[random.Next(names.Length)]))).ToList();
        var engaged = Engaged([.. sessions.Select(one => (one.Number, SlotOf(one.Start, one.Length), one.Dossier))]);
        var met = sessions.SelectMany(one => PeopleConflicts.Find(PersonInCharge.Of(one.Dossier), At.Slot(SlotOf(one.Start, one.Length)), engaged, new HashSet<Guid> { Id(one.Number + 1000) })
            .Select(clash => (Mine: Id(one.Number), Other: clash.BriefingId))).ToHashSet();
        Assert.NotEmpty(met);
        Assert.All(met, pair => Assert.Contains((pair.Other, pair.Mine), met));
        foreach (var (one, other) in sessions.SelectMany(one => sessions.Where(other => other.Number != one.Number).Select(other => (one, other))))
        {
            var shares = PersonInCharge.Of(one.Dossier).Select(person => person.Person.Key).Intersect(PersonInCharge.Of(other.Dossier).Select(person => person.Person.Key)).Any();
            var overlaps = one.Start < other.Start + other.Length && other.Start < one.Start + one.Length;
            Assert.Equal(shares && overlaps, met.Contains((Id(one.Number), Id(other.Number))));
        }
    }

    private static string SlotOf(int start, int length) => $"{start}:00-{(start + length > 23 ? $"+1 {start + length - 24}" : $"{start + length}")}:00";
}
