using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;
using NodaTime;
using NodaTime.Extensions;

namespace Conferencing.Server.Api;

/// <summary>Between the shapes of the API and the values of a series.</summary>
internal static class SeriesWords
{
    public static Repeat? Value(RecurrenceRequest? request) => request is null ? null : new Repeat(
        new Recurrence(
            request.Frequency ?? Frequency.Daily, request.Interval ?? 1, [.. (request.Weekdays ?? []).Select(day => day.ToIsoDayOfWeek())],
            request.MonthDay, request.WeekOfMonth, request.Until?.ToLocalDate(), request.Count),
        [.. (request.Except ?? []).Select(day => day.ToLocalDate())], request.OnHoliday ?? HolidayPolicy.Skip, request.OnClash ?? ClashPolicy.Refuse,
        (request.Choices ?? []).Where(choice => choice is { Day: not null, OnClash: not null })
            .GroupBy(choice => choice.Day!.Value.ToLocalDate()).ToImmutableDictionary(days => days.Key, days => days.Last().OnClash!.Value));

    public static SeriesAnswer? Answer(SeriesRow? row)
    {
        if (row is null) return null;
        var rule = RecurrenceText.Read(row.Rule)!;
        var start = row.FirstDay.At(row.StartTime).InZoneLeniently(DateTimeZoneProviders.Tzdb[row.Zone]).ToInstant();
        return new SeriesAnswer(
            row.Rule, row.Zone, start.ToLocal(), (start + Duration.FromSeconds(row.LengthSeconds)).ToLocal(), rule.Frequency, rule.Interval,
            [.. rule.Weekdays.Order().Select(day => day.ToDayOfWeek())], rule.MonthDay, rule.Nth, rule.Until?.ToDateOnly(), rule.Count,
            [.. row.Except.Select(day => day.ToDateOnly())], row.OnHoliday, row.OnClash);
    }

    public static DateAnswer[] Answer(ImmutableArray<PlannedDate> dates) => [.. dates.Select(date => new DateAnswer(
        date.Day.ToDateOnly(), date.Slot?.Start.ToLocal(), date.Slot?.End.ToLocal(), date.Fate, date.Reason, date.Holiday,
        Together(date.Clashes), BookingWords.Slot(date.Offer), Together(date.Waived), CapacityWords.Answer(date.Shortages),
        BookingWords.People(date.People)))];

    private static DateClash[] Together(ImmutableArray<Clash> clashes) => [.. clashes.GroupBy(clash => clash.OccurrenceId).Select(Together)];

    private static DateClash Together(IGrouping<Guid, Clash> clashes)
    {
        var first = clashes.First();
        return new DateClash(
            first.BriefingId, first.OccurrenceId, first.Title, first.Slot.Start.ToLocal(), first.Slot.End.ToLocal(), first.Status,
            clashes.Count(), [.. clashes.Take(3).Select(clash => clash.RoomName)]);
    }
}
