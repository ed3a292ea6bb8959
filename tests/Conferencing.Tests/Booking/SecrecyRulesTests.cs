using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Booking;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Tests.Booking;

/// <summary>What a state secret forbids a booking: terms × certificates, with the reasons.</summary>
public sealed class SecrecyRulesTests
{
    // The rooms' certificates end on these days; - is none. The session is on 23 November 2026, 08:00-09:00 unless it says otherwise.
    private const string Table =
        """
        Open          Default    None    -           -           08:00-09:00      accepted
        Open          Off        Tracks  -           -           08:00-09:00      accepted
        Confidential  Default    None    2026-11-23  2027-01-01  08:00-09:00      accepted
        Secret        Required   None    2026-11-23  2027-01-01  08:00-09:00      accepted
        TopSecret     Required   None    2026-11-22  2027-01-01  08:00-09:00      secrecy:secretRooms 1
        Confidential  Default    None    2026-11-22  -           08:00-09:00      secrecy:secretRooms 1,2
        Confidential  Default    None    2026-11-23  2027-01-01  23:00-+1_01:00   secrecy:secretRooms 1
        Confidential  Default    None    2026-11-24  2027-01-01  23:00-+1_01:00   accepted
        Confidential  Preferred  None    2026-11-23  2027-01-01  08:00-09:00      encryption:secretNotEncrypted
        Secret        Off        None    2026-11-23  2027-01-01  08:00-09:00      encryption:secretNotEncrypted
        Secret        Default    Mix     2026-11-23  2027-01-01  08:00-09:00      recording:secretRecording
        TopSecret     Off        Tracks  -           2027-01-01  08:00-09:00      encryption:secretNotEncrypted recording:secretRecording secrecy:secretRooms 1
        """;

    public static TheoryData<string> Rows() => [.. Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_booking_is_judged_by_its_terms_and_the_certificates(string row)
    {
        var cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var terms = new TermsWish(Enum.Parse<Secrecy>(cells[0]), Enum.Parse<Protection>(cells[1]), Enum.Parse<RecordingMode>(cells[2]));
        var verdict = BookingRules.Decide(Request(At.Slot(cells[5].Replace('_', ' '))) with { Terms = terms }, World(cells[3], cells[4]));
        Assert.Equal(string.Join(' ', cells[6..]), Text(verdict));
    }

    [Fact]
    public void What_a_request_leaves_out_is_as_before()
    {
        var before = new Terms(Secrecy.Secret, Protection.Required);
        var kept = BookingRules.Decide(Request(At.Slot("08:00-09:00")), World("2026-11-23", "2026-11-23") with { Terms = before });
        Assert.Equal(before, Assert.IsType<BookingVerdict.Accepted>(kept).Booking.Terms);
        Assert.Equal("secrecy:secretRooms 2", Text(BookingRules.Decide(Request(At.Slot("08:00-09:00")), World("2026-11-23", "-") with { Terms = before })));
    }

    [Fact]
    public void A_series_is_judged_by_its_last_day()
    {
        var weekly = new Repeat(
            new Recurrence(Frequency.Weekly, 1, [IsoDayOfWeek.Monday], null, null, null, 3), [], HolidayPolicy.Keep, ClashPolicy.Refuse, ImmutableDictionary<LocalDate, ClashPolicy>.Empty);
        var request = Request(At.Slot("08:00-09:00")) with { Repeat = weekly, Terms = new TermsWish(Secrecy.Secret) };
        Assert.Equal("secrecy:secretRooms 2", Text(BookingRules.Decide(request, Series(World("2026-12-07", "2026-12-06")))));
        Assert.Equal("accepted", Text(BookingRules.Decide(request, Series(World("2026-12-07", "2026-12-07")))));

        static BookingWorld Series(BookingWorld world) => world with { Series = new SeriesWorld(At.Zone, Recurrences.GoldenSeries.VietNam) };
    }

    private static BookingRequest Request(Slot slot) => new("Họp", Id(1), [Id(1), Id(2)], slot.Start, slot.End, null, null);

    private static BookingWorld World(string first, string second) =>
        new(At.Time("07:00"), new[] { RoomUntil(1, first), RoomUntil(2, second) }.ToDictionary(room => room.Id), []) { Zone = At.Zone };

    private static Room RoomUntil(int number, string day) =>
        new(Id(number), number.ToString(CultureInfo.InvariantCulture), true) { CertifiedUntil = day == "-" ? null : LocalDatePattern.Iso.Parse(day).Value };

    private static string Text(BookingVerdict verdict) => verdict is BookingVerdict.Rejected rejected
        ? string.Join(' ', [.. rejected.Errors.Select(error => $"{error.Field}:{error.Code}"), .. rejected.Unfit.IsEmpty ? [] : new[] { string.Join(',', rejected.Unfit.Select(room => room.RoomName)) }])
        : "accepted";

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
