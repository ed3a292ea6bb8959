using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

public sealed class NextFreeSlotTests
{
    [Theory]
    // What is busy; the wish; what is offered. It is 06:00.
    [InlineData("08:00-09:00", "08:00-09:00", "09:00-10:00")]
    [InlineData("08:00-09:10", "08:00-09:00", "09:15-10:15")] // on the quarter-hour
    [InlineData("08:00-09:10", "08:05-09:05", "09:10-10:10")] // on five minutes, as the wish was
    [InlineData("08:00-09:00 09:30-10:30", "08:00-09:00", "10:30-11:30")] // a gap too short
    [InlineData("08:00-09:00 09:30-10:30", "08:00-08:30", "09:00-09:30")] // a gap that just fits
    [InlineData("08:00-10:00 09:00-11:00", "08:00-09:00", "11:00-12:00")] // overlapping: other rooms
    [InlineData("08:00-12:00 09:00-10:00", "08:00-09:00", "12:00-13:00")] // one inside the other
    [InlineData("16:00-17:30", "16:00-17:00", "+1 07:00-+1 08:00")] // after work: the next morning
    [InlineData("16:00-17:00", "16:00-17:00", "17:00-18:00")] // ends when the day ends
    [InlineData("16:00-17:15", "16:00-17:00", "+1 07:00-+1 08:00")]
    [InlineData("19:00-20:00", "19:00-20:00", "20:00-21:00")] // the wish was in the evening already
    [InlineData("22:00-23:30", "22:00-23:00", "23:30-+1 00:30")] // over midnight
    [InlineData("07:00-19:00", "07:00-17:00", "+1 07:00-+1 17:00")]
    [InlineData("", "08:00-09:00", "08:00-09:00")] // nothing in the way
    public void Find_TheNextTimeAllAreFree(string busy, string wish, string offered)
    {
        var slots = busy.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(At.Slot);
        Assert.Equal(offered, At.Text(NextFreeSlot.Find(At.Slot(wish), slots, At.Time("06:00"), At.Zone)));
    }

    [Fact]
    public void Find_NothingIsOfferedInThePast() =>
        Assert.Equal("10:15-11:15", At.Text(NextFreeSlot.Find(At.Slot("08:00-09:00"), [At.Slot("08:00-09:00")], At.Time("10:07"), At.Zone)));

    [Fact]
    public void Find_WorkingDaysAreFull_AnyHourIsOffered()
    {
        var days = Enumerable.Range(0, 16).Select(day => At.Slot($"+{day} 07:00-+{day} 18:00"));
        Assert.Equal("18:00-19:00", At.Text(NextFreeSlot.Find(At.Slot("08:00-09:00"), days, At.Time("06:00"), At.Zone)));
    }

    [Fact]
    public void Find_NothingWithinTheHorizon()
    {
        var busy = new Slot(At.Time("00:00"), At.Time("00:00") + NextFreeSlot.Horizon + Duration.FromDays(1));
        Assert.Null(NextFreeSlot.Find(At.Slot("08:00-09:00"), [busy], At.Time("06:00"), At.Zone));
    }

    [Fact]
    public void Find_WhatIsOfferedIsFree()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 300; round++)
        {
            var busy = Enumerable.Range(0, random.Next(40)).Select(_ => Random(random)).ToList();
            var wish = Random(random);
            var found = NextFreeSlot.Find(wish, busy, At.Time("00:00"), At.Zone);
            Assert.NotNull(found);
            Assert.Equal(wish.Length, found.Value.Length);
            Assert.True(found.Value.Start >= wish.Start);
            Assert.DoesNotContain(busy, slot => slot.Overlaps(found.Value));
        }
    }

    [Fact]
    public void TryFindSeveral_AnAnswerFromAPartOfTheCalendarIsTheAnswerOfTheWhole()
    {
        var random = new Random(20261127);
        var answered = 0;
        for (var round = 0; round < 300; round++)
        {
            var busy = Enumerable.Range(0, random.Next(60)).Select(_ => Random(random)).ToList();
            var (wish, now) = (Random(random), At.Time("00:00"));
            var known = wish.Start + Duration.FromHours(random.Next(72)) + wish.Length;
            var seen = busy.Where(slot => slot.Overlaps(new Slot(wish.Start, known)));
            if (!NextFreeSlot.TryFindSeveral(wish, seen, now, At.Zone, null, known, out var found)) continue;
            answered++;
            Assert.Equal(NextFreeSlot.FindSeveral(wish, busy, now, At.Zone).ToList(), found.ToList());
        }
        Assert.InRange(answered, 50, 250);
    }

    private static Slot Random(Random random)
    {
        var start = At.Time("00:00") + Duration.FromMinutes(5 * random.Next(12 * 24 * 3));
        return new Slot(start, start + Duration.FromMinutes(5 * random.Next(1, 60)));
    }
}
