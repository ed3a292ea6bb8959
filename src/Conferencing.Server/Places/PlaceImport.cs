using System.Globalization;
using Conferencing.Booking;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Sip;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Server.Places;

/// <summary>
/// Lays the lines of a spreadsheet over the organisation as it is stored: finds or makes each line's row and judges it by the rules of the
/// API. Changes rows in memory only; whether they are saved is its caller's matter.
/// </summary>
internal sealed class PlaceImport
{
    private readonly Db _db;
    private readonly SipSecrets _secrets;
    private readonly PlaceIndex<UnitRow> _units;
    private readonly PlaceIndex<LineRow> _lines;
    private readonly PlaceIndex<SiteRow> _sites;
    private readonly PlaceIndex<RoomRow> _rooms;
    private readonly PlaceStock _stock;
    private readonly List<PlaceProblem> _problems = [];
    private readonly List<PlaceChange> _changes = [];

    private PlaceImport(Db db, SipSecrets secrets, PlaceStock stock, LocalDate today)
    {
        (_db, _secrets, _stock) = (db, secrets, stock);
        _units = new PlaceIndex<UnitRow>(stock.Units, Report, unit => UnitsApi.Value(unit).ExistsOn(today));
        _lines = new PlaceIndex<LineRow>(stock.Lines, Report);
        _sites = new PlaceIndex<SiteRow>(stock.Sites, Report);
        _rooms = new PlaceIndex<RoomRow>(stock.Rooms, Report);
    }

    /// <summary>What was added or changed.</summary>
    /// <param name="Fields">Of a change: the columns that differ.</param>
    internal sealed record PlaceChange(PlaceLine Line, IPlaceRow Row, bool IsNew, IReadOnlyList<PlaceColumn> Fields);

    public IReadOnlyList<PlaceProblem> Problems => _problems;

    public IReadOnlyList<PlaceChange> Changes => _changes;

    public int Unchanged { get; private set; }

    public static async Task<PlaceImport> Lay(Db db, SipSecrets secrets, PlaceFile file, Instant now, CancellationToken cancel)
    {
        var today = now.InZone(Times.Zone).Date;
        var import = new PlaceImport(db, secrets, await PlaceStock.Load(db, now, cancel), today);
        import._problems.AddRange(file.Problems);
        import.LayUnits(file.Lines.Where(line => line.Table == PlaceTable.Units), today);
        import.LayLines(file.Lines.Where(line => line.Table == PlaceTable.Lines));
        import.LaySites(file.Lines.Where(line => line.Table == PlaceTable.Sites));
        import.LayRooms(file.Lines.Where(line => line.Table == PlaceTable.Rooms));
        return import;
    }

    private void LayUnits(IEnumerable<PlaceLine> lines, LocalDate today)
    {
        // A unit may come before its parent: all are known before any is judged.
        var wanted = _units.Match(lines).Select(match => (Match: match, Request: UnitRequest(match))).ToList();
        var tree = _stock.Units.ToDictionary(row => row.Id, UnitsApi.Value);
        foreach (var (match, request) in wanted) tree[match.Row.Id] = new Unit(match.Row.Id, "", "", "", request.ParentId, Day(request.ValidFrom) ?? LocalDate.MinIsoValue, Day(request.ValidTo));
        foreach (var (match, request) in wanted)
        {
            var wrong = UnitsApi.Check(match.Row.Id, request, tree, today).ToList();
            if (Accept(match, wrong)) Settle(match, () => UnitsApi.Fill(match.Row, request));
        }
    }

    private UnitRequest UnitRequest(PlaceMatch<UnitRow> match)
    {
        var (line, row) = (match.Line, match.Row);
        return new UnitRequest
        {
            Name = Told(line, PlaceColumn.Name, row.Name),
            ShortName = Told(line, PlaceColumn.ShortName, row.ShortName),
            Kind = Told(line, PlaceColumn.Kind, row.Kind),
            ParentId = line.Tells(PlaceColumn.Unit) ? _units.Find(line, PlaceColumn.Unit, "unitNotFound") : row.ParentId,
            ValidFrom = line.Tells(PlaceColumn.From) ? Day(line, PlaceColumn.From) : match.IsNew ? null : row.ValidFrom.ToDateOnly(),
            ValidTo = line.Tells(PlaceColumn.To) ? Day(line, PlaceColumn.To) : row.ValidTo?.ToDateOnly(),
            ContactName = Contact(line, PlaceColumn.ContactName),
            Mail = Contact(line, PlaceColumn.Mail),
            Phone = Contact(line, PlaceColumn.Phone),
        };
    }

    private void LayLines(IEnumerable<PlaceLine> lines)
    {
        // A line may come before the one it leads into: all are known before any is judged.
        var wanted = _lines.Match(lines).Select(match => (Match: match, Request: LineRequest(match))).ToList();
        var tree = _stock.Lines.ToDictionary(row => row.Id, LinesApi.Value);
        foreach (var (match, request) in wanted) tree[match.Row.Id] = LinesApi.Value(match.Row.Id, request);
        foreach (var (match, request) in wanted)
        {
            if (Accept(match, [.. LinesApi.Check(match.Row.Id, request, tree)])) Settle(match, () => LinesApi.Fill(match.Row, request));
        }
    }

    private LineRequest LineRequest(PlaceMatch<LineRow> match)
    {
        var (line, row) = (match.Line, match.Row);
        return new LineRequest
        {
            Name = Told(line, PlaceColumn.Name, row.Name),
            Kbits = line.Tells(PlaceColumn.Kbits) ? Whole(line, PlaceColumn.Kbits, line[PlaceColumn.Kbits]) : match.IsNew ? null : row.Kbits,
            ParentId = line.Tells(PlaceColumn.ParentLine) ? _lines.Find(line, PlaceColumn.ParentLine, "lineNotFound") : row.ParentId,
        };
    }

    private void LaySites(IEnumerable<PlaceLine> lines)
    {
        foreach (var match in _sites.Match(lines))
        {
            var (line, row) = (match.Line, match.Row);
            var request = new SiteRequest
            {
                Name = Told(line, PlaceColumn.Name, row.Name),
                ShortName = Told(line, PlaceColumn.ShortName, row.ShortName),
                UnitId = UnitOf(line, row.UnitId),
                LineId = line.Tells(PlaceColumn.Line) ? _lines.Find(line, PlaceColumn.Line, "lineNotFound") : row.LineId,
                Latitude = line.Tells(PlaceColumn.Latitude) ? Degrees(line, PlaceColumn.Latitude) : row.Latitude,
                Longitude = line.Tells(PlaceColumn.Longitude) ? Degrees(line, PlaceColumn.Longitude) : row.Longitude,
                ContactName = Contact(line, PlaceColumn.ContactName),
                Mail = Contact(line, PlaceColumn.Mail),
                Phone = Contact(line, PlaceColumn.Phone),
            };
            if (Accept(match, [.. SitesApi.Check(request)])) Settle(match, () => SitesApi.Fill(row, request));
        }
    }

    private void LayRooms(IEnumerable<PlaceLine> lines)
    {
        foreach (var match in _rooms.Match(lines))
        {
            var (line, row) = (match.Line, match.Row);
            var request = RoomRequest(line, row);
            var wrong = RoomRows.Check(request, _stock.SipAccounts).ToList();
            if (request.Active == false && row.Active && _stock.BookedRooms.Contains(row.Id)) wrong.Add(new("active", "roomBooked", row.Name));
            if (!Accept(match, wrong)) continue;
            var before = RoomRows.EndpointsOf(row);
            var differs = !before.SequenceEqual(request.Endpoints!);
            if (differs) ReplaceEndpoints(row, request);
            Settle(match, () => RoomRows.FillPlace(row, request), differs ? PlaceColumn.Addresses : null);
        }
    }

    private void ReplaceEndpoints(RoomRow row, RoomRequest request)
    {
        _db.RemoveRange(row.Endpoints);
        RoomRows.FillEndpoints(row, request, _secrets);
        if (_db.Entry(row).State != EntityState.Detached) _db.AddRange(row.Endpoints);
    }

    private RoomRequest RoomRequest(PlaceLine line, RoomRow row) => new()
    {
        Name = Told(line, PlaceColumn.Name, row.Name),
        ShortName = Told(line, PlaceColumn.ShortName, row.ShortName),
        UnitId = UnitOf(line, row.UnitId),
        SiteId = line.Tells(PlaceColumn.Site) ? _sites.Find(line, PlaceColumn.Site, "siteNotFound") : row.SiteId,
        Endpoints = line.Tells(PlaceColumn.Addresses) ? Endpoints(line, row) : RoomRows.EndpointsOf(row),
        Active = YesOrNo(line, PlaceColumn.Active, row.Active),
        AutomaticGain = YesOrNo(line, PlaceColumn.AutomaticGain, row.AutomaticGain),
        NoiseGate = YesOrNo(line, PlaceColumn.NoiseGate, row.NoiseGate),
        ContactName = Contact(line, PlaceColumn.ContactName),
        Mail = Contact(line, PlaceColumn.Mail),
        Phone = Contact(line, PlaceColumn.Phone),
    };

    /// <summary>Names and passwords the bridge gives to a device are not in the file: they stay with the address.</summary>
    private EndpointRequest[] Endpoints(PlaceLine line, RoomRow row)
    {
        var (certificates, until, rates) = (line.Several(PlaceColumn.Certificates), line.Several(PlaceColumn.CertifiedUntil), line.Several(PlaceColumn.CallKbits));
        var stored = RoomRows.EndpointsOf(row);
        return
        [
            .. line.Several(PlaceColumn.Addresses).Select((address, index) =>
            {
                var known = Array.Find(stored, one => one.Address == address);
                return new EndpointRequest
                {
                    Address = address,
                    OutgoingUser = known?.OutgoingUser,
                    Certificate = line.Tells(PlaceColumn.Certificates) ? Blank(certificates.ElementAtOrDefault(index)) : known?.Certificate,
                    CertifiedUntil = line.Tells(PlaceColumn.CertifiedUntil) ? Day(line, PlaceColumn.CertifiedUntil, until.ElementAtOrDefault(index)) : known?.CertifiedUntil,
                    Kbits = line.Tells(PlaceColumn.CallKbits) ? Whole(line, PlaceColumn.CallKbits, rates.ElementAtOrDefault(index)) : known?.Kbits,
                };
            }),
        ];
    }

    /// <summary>An empty cell is a yes; a column that is not there leaves what is stored.</summary>
    private bool YesOrNo(PlaceLine line, PlaceColumn column, bool stored)
    {
        if (!line.Tells(column)) return stored;
        switch (PlaceHeads.Plain(line[column] ?? ""))
        {
            case "" or "1" or "co" or "x" or "yes" or "true" or "dangdung":
                return true;
            case "0" or "khong" or "no" or "false" or "ngung" or "thoidung":
                return false;
            default:
                Report(line.Wrong(column, "yesOrNo"));
                return true;
        }
    }

    private Guid? UnitOf(PlaceLine line, Guid? stored) => line.Tells(PlaceColumn.Unit) ? _units.Find(line, PlaceColumn.Unit, "unitNotFound") : stored;

    private DateOnly? Day(PlaceLine line, PlaceColumn column) => Day(line, column, line[column]);

    private DateOnly? Day(PlaceLine line, PlaceColumn column, string? text)
    {
        if (Blank(text) is null) return null;
        foreach (var pattern in DayPatterns)
        {
            if (pattern.Parse(text!).TryGetValue(LocalDate.MinIsoValue, out var day)) return day.ToDateOnly();
        }
        Report(line.Wrong(column, "dayUnclear", text!));
        return null;
    }

    private int? Whole(PlaceLine line, PlaceColumn column, string? text)
    {
        if (Blank(text) is not { } told) return null;
        if (int.TryParse(told, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        Report(line.Wrong(column, "numberUnclear", told));
        return null;
    }

    /// <summary>A decimal comma is as good as a point.</summary>
    private double? Degrees(PlaceLine line, PlaceColumn column)
    {
        if (Blank(line[column]) is not { } text) return null;
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees)) return degrees;
        Report(line.Wrong(column, "numberUnclear", text));
        return null;
    }

    private static readonly LocalDatePattern[] DayPatterns =
        [LocalDatePattern.Iso, LocalDatePattern.CreateWithInvariantCulture("d/M/yyyy"), LocalDatePattern.CreateWithInvariantCulture("d-M-yyyy"), LocalDatePattern.CreateWithInvariantCulture("d.M.yyyy")];

    private static LocalDate? Day(DateOnly? day) => day is { } known ? LocalDate.FromDateOnly(known) : null;

    private static string? Told(PlaceLine line, PlaceColumn column, string stored) => line.Tells(column) ? line[column] : stored;

    /// <summary>A column that is not there leaves what is stored.</summary>
    private static string? Contact(PlaceLine line, PlaceColumn column) => line.Tells(column) ? line[column] ?? "" : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) || text == "-" ? null : text;

    /// <summary>Every message of a form becomes a problem of its line. True when there is none.</summary>
    private bool Accept<T>(PlaceMatch<T> match, List<FieldMessage> wrong)
    {
        foreach (var one in wrong) Report(match.Line.Wrong(ColumnOf(match.Line.Table, one.Field), one.Code, one.Args));
        return wrong.Count == 0;
    }

    /// <summary>One reason for a cell is enough: a day that cannot be read is not also missing.</summary>
    private void Report(PlaceProblem problem)
    {
        var isTold = problem.Column is not null && _problems.Exists(told => (told.Sheet, told.Row, told.Column) == (problem.Sheet, problem.Row, problem.Column));
        if (!isTold) _problems.Add(problem);
    }

    private void Settle<T>(PlaceMatch<T> match, Action fill, PlaceColumn? more = null)
        where T : class, IPlaceRow
    {
        fill();
        if (match.IsNew) _db.Add(match.Row);
        var entry = _db.Entry(match.Row);
        entry.DetectChanges();
        PlaceColumn[] fields = match.IsNew ? []
            : [.. entry.Properties.Where(property => property.IsModified).Select(property => ColumnOf(match.Line.Table, property.Metadata.Name)).Append(more).OfType<PlaceColumn>()];
        if (match.IsNew || fields.Length > 0) _changes.Add(new PlaceChange(match.Line, match.Row, match.IsNew, fields));
        else Unchanged++;
    }

    private static PlaceColumn? ColumnOf(PlaceTable table, string field) => field.ToUpperInvariant() switch
    {
        "NAME" => PlaceColumn.Name,
        "SHORTNAME" => PlaceColumn.ShortName,
        "KIND" => PlaceColumn.Kind,
        "PARENTID" when table == PlaceTable.Lines => PlaceColumn.ParentLine,
        "PARENTID" or "UNITID" => PlaceColumn.Unit,
        "SITEID" => PlaceColumn.Site,
        "KBITS" => PlaceColumn.Kbits,
        "ENDPOINTS.KBITS" => PlaceColumn.CallKbits,
        "LINEID" => PlaceColumn.Line,
        "LATITUDE" => PlaceColumn.Latitude,
        "LONGITUDE" => PlaceColumn.Longitude,
        "VALIDFROM" => PlaceColumn.From,
        "VALIDTO" => PlaceColumn.To,
        "ENDPOINTS" => PlaceColumn.Addresses,
        "ACTIVE" => PlaceColumn.Active,
        "AUTOMATICGAIN" => PlaceColumn.AutomaticGain,
        "NOISEGATE" => PlaceColumn.NoiseGate,
        "CONTACTNAME" => PlaceColumn.ContactName,
        "MAIL" => PlaceColumn.Mail,
        "PHONE" => PlaceColumn.Phone,
        _ => null,
    };
}
