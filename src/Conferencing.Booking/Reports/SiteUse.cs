using System.Collections.Immutable;

namespace Conferencing.Booking.Reports;

/// <summary>How often the rooms of a site failed, together: where a line or a device wants looking after.</summary>
/// <param name="SiteId">Null for rooms without a site.</param>
/// <param name="Rooms">Of it that were booked.</param>
/// <param name="Expected">How often a room had to come to a session that was held.</param>
/// <param name="Present">How often it did.</param>
/// <param name="Lost">Calls that failed by themselves.</param>
public sealed record SiteUse(Guid? SiteId, int Rooms, int Expected, int Present, int Lost)
{
    /// <summary>How often a room had to come and did not.</summary>
    public int Missed => Expected - Present;

    public int Faults => Missed + Lost;

    /// <param name="siteOf">The site of a room; null for one without.</param>
    public static ImmutableArray<SiteUse> Of(IEnumerable<RoomUse> rooms, Func<Guid, Guid?> siteOf) =>
    [
        .. rooms.GroupBy(room => siteOf(room.RoomId))
            .Select(site => new SiteUse(site.Key, site.Count(), site.Sum(room => room.Expected), site.Sum(room => room.Present), site.Sum(room => room.Lost)))
            .OrderBy(site => site.SiteId),
    ];
}
