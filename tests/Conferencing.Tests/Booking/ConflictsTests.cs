using Conferencing.Booking;

namespace Conferencing.Tests.Booking;

public sealed class ConflictsTests
{
    private static readonly Room[] Rooms = [.. Enumerable.Range(1, 4).Select(number => new Room(Id(number), $"Phòng {number}", true))];

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static Hold Hold(int room, string slot, int briefing = 100, BookingStatus status = BookingStatus.Approved) =>
        new(Id(room), Id(briefing), Id(briefing + 1), $"Phiên {briefing}", At.Slot(slot), status);

    [Fact]
    public void Find_NamesEveryRoomTheOtherBriefingAndItsTime()
    {
        Hold[] holds = [Hold(3, "08:30-10:00", 200), Hold(1, "07:00-08:01"), Hold(2, "09:00-10:00"), Hold(4, "07:00-08:00")];
        var clashes = Conflicts.Find(Rooms, At.Slot("08:00-09:00"), holds);
        Assert.Equal(["Phòng 1", "Phòng 3"], clashes.Select(clash => clash.RoomName));
        Assert.Equal((Id(200), Id(201), "Phiên 200", At.Slot("08:30-10:00")), (clashes[1].BriefingId, clashes[1].OccurrenceId, clashes[1].Title, clashes[1].Slot));
    }

    [Fact]
    public void Find_WhatWaitsForApprovalHoldsItsSlotToo()
    {
        var clash = Assert.Single(Conflicts.Find(Rooms, At.Slot("08:00-09:00"), [Hold(1, "08:00-09:00", status: BookingStatus.Pending)]));
        Assert.Equal(BookingStatus.Pending, clash.Status);
    }

    [Fact]
    public void Find_ABriefingDoesNotClashWithItself() =>
        Assert.Empty(Conflicts.Find(Rooms, At.Slot("08:00-09:00"), [Hold(1, "08:00-09:00", 100)], own: Id(100)));

    [Fact]
    public void Find_OtherRoomsDoNotMatter() =>
        Assert.Empty(Conflicts.Find(Rooms[..2], At.Slot("08:00-09:00"), [Hold(3, "08:00-09:00")]));

    [Fact]
    public void Find_OneRoomHeldTwice_BothAreNamedInOrderOfTime()
    {
        Hold[] holds = [Hold(1, "08:45-10:00", 300), Hold(1, "07:00-08:15", 200)];
        Assert.Equal(["Phiên 200", "Phiên 300"], Conflicts.Find(Rooms, At.Slot("08:00-09:00"), holds).Select(clash => clash.Title));
    }
}
