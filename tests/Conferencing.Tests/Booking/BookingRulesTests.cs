using System.Collections.Immutable;
using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

public sealed class BookingRulesTests
{
    private static readonly Guid Chair = Id(1);
    private static readonly Instant Now = At.Time("07:00");

    private static readonly BookingRequest Good = new(
        "Giao ban tuần", Chair, [Id(1), Id(2), Id(3)], At.Time("08:00"), At.Time("09:30"), null, null);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static BookingWorld World(params Hold[] holds) => new(
        Now, Enumerable.Range(1, 300).ToDictionary(Id, number => new Room(Id(number), $"Phòng {number}", number != 99)), [.. holds])
    {
        OwnKbits = new Dictionary<Guid, int> { [Id(3)] = 512 },
        KeptRates = [new(Id(3), 600), new(Id(3), 30)],
    };

    /// <summary>What is wrong with the request, as "field:code".</summary>
    private static string Errors(BookingRequest request) => BookingRules.Decide(request, World()) is BookingVerdict.Rejected rejected
        ? string.Join(' ', rejected.Errors.Select(error => $"{error.Field}:{error.Code}")) : "";

    public static TheoryData<string, string, BookingRequest> Table()
    {
        ImmutableArray<Guid> many = [.. Enumerable.Range(100, 200).Select(Id), .. Enumerable.Range(1, 51).Select(Id)];
        return new TheoryData<string, string, BookingRequest>
        {
            { "good", "", Good },
            { "chair not in the list", "", Good with { RoomIds = [Id(2)] } },
            { "no title", "title:titleMissing", Good with { Title = null } },
            { "blank title", "title:titleMissing", Good with { Title = "  " } },
            { "title of 200", "", Good with { Title = new string('a', 200) } },
            { "title of 201", "title:titleTooLong", Good with { Title = new string('a', 201) } },
            { "line break in the title", "title:titleControl", Good with { Title = "a\r\nBcc: b" } },
            { "long note", "note:noteTooLong", Good with { Note = new string('a', 4001) } },
            { "no chair", "chairRoomId:chairMissing", Good with { ChairRoomId = null } },
            { "unknown chair", "chairRoomId:roomUnknown", Good with { ChairRoomId = Id(900) } },
            { "no rooms", "roomIds:roomsMissing", Good with { RoomIds = [] } },
            { "250 rooms", "", Good with { RoomIds = many[..249] } },
            { "251 rooms", "roomIds:roomsTooMany", Good with { RoomIds = many[..250], ChairRoomId = Id(60) } },
            { "a room twice", "roomIds:roomsTwice", Good with { RoomIds = [Id(2), Id(3), Id(2)] } },
            { "an unknown room", "roomIds:roomUnknown", Good with { RoomIds = [Id(2), Id(900)] } },
            { "a room out of use", "roomIds:roomInactive", Good with { RoomIds = [Id(2), Id(99)] } },
            { "a chair out of use", "chairRoomId:roomInactive", Good with { ChairRoomId = Id(99) } },
            { "no start", "start:startMissing", Good with { Start = null } },
            { "no end", "end:endMissing", Good with { End = null } },
            { "end at start", "end:endBeforeStart", Good with { End = Good.Start } },
            { "end before start", "end:endBeforeStart", Good with { End = At.Time("07:59") } },
            { "shorter than a minute", "end:tooShort", Good with { End = Good.Start + Duration.FromSeconds(59) } },
            { "24 hours", "", Good with { End = At.Time("+1 08:00") } },
            { "more than 24 hours", "end:tooLong", Good with { End = At.Time("+1 08:01") } },
            { "started a minute ago", "", Good with { Start = Now - Duration.FromSeconds(60) } },
            { "started before", "start:startPast", Good with { Start = Now - Duration.FromSeconds(61) } },
            { "all of it past", "start:startPast end:endPast", Good with { Start = At.Time("05:00"), End = At.Time("06:00") } },
            { "too far ahead", "start:startTooFar", Good with { Start = At.Time("+1831 08:00"), End = At.Time("+1831 09:00") } },
            { "called after the start", "connectAt:connectAfterStart", Good with { ConnectAt = At.Time("08:01") } },
            { "called at the start", "", Good with { ConnectAt = At.Time("08:00") } },
            { "called too early", "connectAt:connectTooEarly", Good with { ConnectAt = At.Time("05:59") } },
            { "a room lowered", "", Good with { Lowered = [new(Id(2), 64), new(Id(3), 512)] } },
            { "the chair's room lowered", "", Good with { Lowered = [new(Chair, 64)] } },
            { "lowered below any sound", "loweredRooms:rateTooLow", Good with { Lowered = [new(Id(2), 63)] } },
            { "lowered to no rate", "loweredRooms:rateTooLow", Good with { Lowered = [new(Id(2))] } },
            { "lowered to more than it has", "loweredRooms:rateAboveOwn", Good with { Lowered = [new(Id(3), 513)] } },
            { "lowered to more than it has by now", "", Good with { Lowered = [new(Id(3), 600)] } },
            { "as low as it was, and below any sound", "loweredRooms:rateTooLow", Good with { Lowered = [new(Id(3), 30)] } },
            { "lowered without being in", "loweredRooms:loweredNotIn", Good with { Lowered = [new(Id(4), 64)] } },
            { "lowered twice", "loweredRooms:loweredTwice", Good with { Lowered = [new(Id(2), 64), new(Id(2), 96)] } },
            {
                "everything at once", "title:titleMissing chairRoomId:chairMissing roomIds:roomsMissing start:startMissing end:endMissing",
                new BookingRequest(null, null, [], null, null, null, null)
            },
        };
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Decide_EveryReasonAtItsField(string story, string errors, BookingRequest request) => Assert.Equal((story, errors), (story, Errors(request)));

    [Fact]
    public void Decide_Accepted_ChairFirstEachRoomOnceTrimmed()
    {
        var accepted = Assert.IsType<BookingVerdict.Accepted>(BookingRules.Decide(
            Good with { Title = "  Giao ban ", Note = " ", ChairRoomId = Id(3), RoomIds = [Id(1), Id(2), Id(3)] }, World())).Booking;
        Assert.Equal([Id(3), Id(1), Id(2)], accepted.Rooms.Select(room => room.Id));
        Assert.Equal(("Giao ban", (string?)null, At.Time("07:55")), (accepted.Title, accepted.Note, accepted.ConnectAt));
    }

    [Fact]
    public void Decide_AWrongFormStillNamesItsClashes()
    {
        var hold = new Hold(Id(2), Id(500), Id(501), "Phiên khác", At.Slot("09:00-10:00"), BookingStatus.Pending);
        var rejected = Assert.IsType<BookingVerdict.Rejected>(BookingRules.Decide(Good with { Title = "" }, World(hold)));
        Assert.Equal("titleMissing", Assert.Single(rejected.Errors).Code);
        Assert.Equal(Id(2), Assert.Single(rejected.Clashes).RoomId);
    }
}
