using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Places;

/// <summary>The organisation as it is stored, and what a change of it must respect.</summary>
/// <param name="SipAccounts">Names of devices that register.</param>
/// <param name="BookedRooms">Rooms that sessions still to come hold.</param>
internal sealed record PlaceStock(List<UnitRow> Units, List<LineRow> Lines, List<SiteRow> Sites, List<RoomRow> Rooms, HashSet<string> SipAccounts, HashSet<Guid> BookedRooms)
{
    public static async Task<PlaceStock> Load(Db db, Instant now, CancellationToken cancel) => new(
        await db.Units.OrderBy(unit => unit.Name).ToListAsync(cancel),
        await db.Lines.OrderBy(line => line.Name).ToListAsync(cancel),
        await db.Sites.OrderBy(site => site.Name).ToListAsync(cancel),
        await db.Rooms.Include(room => room.Endpoints).OrderBy(room => room.Name).AsSplitQuery().ToListAsync(cancel),
        [.. await db.SipAccounts.Select(account => account.UserName).ToListAsync(cancel)],
        [.. await db.OccurrenceRooms.Where(held => !held.Off && held.End > now).Select(held => held.RoomId).Distinct().ToListAsync(cancel)]);

    /// <summary>As a spreadsheet says it.</summary>
    public List<PlaceLine> Written() =>
    [
        .. Units.Select(unit => Line(PlaceTable.Units, unit, (PlaceColumn.Kind, unit.Kind), (PlaceColumn.Unit, UnitName(unit.ParentId)),
            (PlaceColumn.From, Text(unit.ValidFrom)), (PlaceColumn.To, Text(unit.ValidTo)))),
        .. Lines.Select(line => Cells(PlaceTable.Lines, line, (PlaceColumn.Kbits, Text(line.Kbits)), (PlaceColumn.ParentLine, LineName(line.ParentId)))),
        .. Sites.Select(site => Line(PlaceTable.Sites, site, (PlaceColumn.Unit, UnitName(site.UnitId)), (PlaceColumn.Line, LineName(site.LineId)),
            (PlaceColumn.Latitude, Text(site.Latitude)), (PlaceColumn.Longitude, Text(site.Longitude)))),
        .. Rooms.Select(room => Line(PlaceTable.Rooms, room, [
            (PlaceColumn.Unit, UnitName(room.UnitId)), (PlaceColumn.Site, Sites.Find(site => site.Id == room.SiteId)?.Name ?? ""),
            (PlaceColumn.Active, Text(room.Active)), (PlaceColumn.AutomaticGain, Text(room.AutomaticGain)), (PlaceColumn.NoiseGate, Text(room.NoiseGate)),
            .. Devices(room)])),
    ];

    private static (PlaceColumn, string)[] Devices(RoomRow room)
    {
        var devices = room.Endpoints.OrderBy(endpoint => endpoint.Position).ToList();
        return
        [
            (PlaceColumn.Addresses, string.Join('\n', devices.Select(device => device.Address))),
            (PlaceColumn.Certificates, Several(devices.Select(device => device.Certificate ?? ""))),
            (PlaceColumn.CertifiedUntil, Several(devices.Select(device => Text(device.CertifiedUntil)))),
            (PlaceColumn.CallKbits, Several(devices.Select(device => Text(device.Kbits)))),
        ];
    }

    /// <summary>A dash keeps the place of what is missing among several.</summary>
    private static string Several(IEnumerable<string> texts) => texts.ToList() is var all && all.TrueForAll(text => text.Length == 0) ? ""
        : string.Join('\n', all.Select(text => text.Length == 0 ? "-" : text));

    /// <summary>By its name where that is enough to find it again.</summary>
    private string UnitName(Guid? id) => Units.Find(unit => unit.Id == id) is not { } unit ? ""
        : Units.Count(other => string.Equals(other.Name, unit.Name, StringComparison.OrdinalIgnoreCase)) == 1 ? unit.Name : unit.Id.ToString();

    private string LineName(Guid? id) => Lines.Find(line => line.Id == id) is not { } line ? ""
        : Lines.Count(other => string.Equals(other.Name, line.Name, StringComparison.OrdinalIgnoreCase)) == 1 ? line.Name : line.Id.ToString();

    /// <summary>The shortest text that is read as the same number.</summary>
    private static string Text(double? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static string Text(bool yes) => yes ? "1" : "0";

    private static string Text(LocalDate? day) => day is { } known ? NodaTime.Text.LocalDatePattern.Iso.Format(known) : "";

    private static PlaceLine Line<T>(PlaceTable table, T row, params (PlaceColumn Column, string Text)[] more)
        where T : IPlaceRow, IContactRow => Cells(table, row, [
            .. more, (PlaceColumn.ContactName, row.ContactName ?? ""), (PlaceColumn.Mail, row.Mail ?? ""), (PlaceColumn.Phone, row.Phone ?? ""),
        ]);

    private static PlaceLine Cells(PlaceTable table, IPlaceRow row, params (PlaceColumn Column, string Text)[] more)
    {
        (PlaceColumn Column, string Text)[] all = [(PlaceColumn.Id, row.Id.ToString()), (PlaceColumn.Name, row.Name), (PlaceColumn.ShortName, row.ShortName), .. more];
        return new PlaceLine(null, 0, table, System.Collections.Immutable.ImmutableDictionary.CreateRange(all.Select(cell => KeyValuePair.Create(cell.Column, cell.Text))));
    }
}
