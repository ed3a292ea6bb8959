using System.Globalization;
using Conferencing.Booking;
using Conferencing.Server.Api;
using Conferencing.Server.Audit;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Server.Demo;

/// <summary>Fills a new data folder with the demo province, and books the session that is about to begin.</summary>
internal sealed class DemoProvince(
    IDbContextFactory<Db> contexts, IServiceScopeFactory scopes, WriteGate gate, BookingDesk desk, DemoOptions options, TimeProvider clock)
{
    /// <summary>Rooms begin to be called this long after the start …</summary>
    private static readonly Duration ConnectAfter = Duration.FromSeconds(15);

    /// <summary>… and the session begins.</summary>
    private static readonly Duration StartAfter = Duration.FromSeconds(45);

    private static readonly Duration SessionLength = Duration.FromMinutes(20);
    private const string SessionTitle = "Giao ban trực tuyến công tác tuần";

    /// <summary>Demo data and real data never share a folder.</summary>
    public async Task Fill(CancellationToken cancel)
    {
        AuditTrail.ActAs(FactRow.Demo);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        if (await db.Facts.AnyAsync(fact => fact.Name == FactRow.Kind, cancel)) return;
        await AddAccounts();
        await gate.Write(write => AddPlaces(write, cancel), cancel);
        await AddBookings(cancel);
    }

    /// <summary>The session of this demo: the one that runs already, else a new one. Null if its rooms are taken.</summary>
    public async Task<OccurrenceRow?> Session(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var now = clock.Now();
        var running = await db.Occurrences.AsNoTracking().OrderByDescending(one => one.Start).FirstOrDefaultAsync(
            one => one.Briefing!.Title == SessionTitle && one.Status == BookingStatus.Approved && one.EndedAt == null && one.End > now, cancel);
        if (running is not null) return running;
        var admin = await Caller(db, DemoAccounts.Administrator, cancel);
        var request = await Request(db, SessionTitle, now + StartAfter, SessionLength, now + ConnectAfter, cancel);
        var outcome = await desk.Book(request, admin, cancel);
        if (outcome.Refused?.Clashes is { } clashes)
        {
            foreach (var briefing in clashes.Select(clash => clash.BriefingId).Distinct())
                await desk.Cancel(briefing, new CancelOrder("Nhường phòng cho phiên trình diễn", null, ChangeScope.All, null), admin, cancel);
            outcome = await desk.Book(await Request(db, SessionTitle, clock.Now() + StartAfter, SessionLength, clock.Now() + ConnectAfter, cancel), admin, cancel);
        }
        return outcome.Briefing?.Occurrences[0];
    }

    /// <summary>An administrator's token; the one of an earlier start stays good.</summary>
    public async Task<string> Token(string? earlier, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var hash = earlier is null ? "" : TokenAuthentication.Hash(earlier);
        if (earlier is not null && await db.Tokens.AnyAsync(token => token.Hash == hash, cancel)) return earlier;
        var admin = await Caller(db, DemoAccounts.Administrator, cancel);
        var fresh = TokenAuthentication.Generate();
        db.Tokens.Add(new TokenRow
        {
            Id = Guid.CreateVersion7(),
            AccountId = admin.Id,
            Name = "demo",
            Hash = TokenAuthentication.Hash(fresh),
            CreatedAt = clock.Now(),
        });
        await db.SaveChangesAsync(cancel);
        return fresh;
    }

    private async Task AddAccounts()
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        foreach (var one in DemoAccounts.All)
        {
            var account = new Account
            {
                Id = Guid.CreateVersion7(),
                UserName = one.UserName,
                DisplayName = one.DisplayName,
                Roles = [one.Role],
                CreatedAt = clock.Now(),
                LockoutEnabled = true,
            };
            var made = await accounts.CreateAsync(account, DemoAccounts.Password);
            if (!made.Succeeded) throw new StartRefusedException($"The demo account {one.UserName} cannot be made: {made}");
        }
    }

    private async Task<int> AddPlaces(Db db, CancellationToken cancel)
    {
        var units = new Dictionary<string, UnitRow>(StringComparer.Ordinal);
        foreach (var unit in KhanhHoa.Units)
        {
            var row = new UnitRow
            {
                Id = Guid.CreateVersion7(),
                Name = unit.Name,
                ShortName = unit.ShortName,
                Kind = unit.Kind,
                ParentId = unit.Parent is null ? null : units[unit.Parent].Id,
                ValidFrom = Day(unit.From),
                ValidTo = unit.To is null ? null : Day(unit.To),
            };
            units.Add(unit.ShortName, row);
            db.Units.Add(row);
        }
        for (var index = 0; index < options.RoomCount; index++) AddRoom(db, index, units[KhanhHoa.RoomUnits[index % KhanhHoa.RoomUnits.Count]]);
        db.Facts.Add(new FactRow { Name = FactRow.Organisation, Value = KhanhHoa.Organisation });
        db.Facts.Add(new FactRow { Name = FactRow.Kind, Value = FactRow.Demo });
        return await db.SaveChangesAsync(cancel);
    }

    private void AddRoom(Db db, int index, UnitRow unit)
    {
        var round = index / KhanhHoa.RoomUnits.Count;
        var suffix = round == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {round + 1}");
        var site = new SiteRow { Id = Guid.CreateVersion7(), Name = $"Điểm cầu {unit.Name}{suffix}", ShortName = unit.ShortName + suffix, UnitId = unit.Id };
        var room = new RoomRow
        {
            Id = Guid.CreateVersion7(),
            Name = $"Phòng họp trực tuyến {Lower(unit.Name)}{suffix}",
            ShortName = unit.ShortName + suffix,
            SiteId = site.Id,
            UnitId = unit.Id,
        };
        room.Endpoints.Add(new EndpointRow
        {
            Id = Guid.CreateVersion7(),
            RoomId = room.Id,
            Address = string.Create(CultureInfo.InvariantCulture, $"sip:room{index + 1:00}@127.0.0.1:{options.FirstRoomPort + index}"),
        });
        db.Sites.Add(site);
        db.Rooms.Add(room);
    }

    /// <summary>"Sở …", "Phường …" stand lower-case inside a name.</summary>
    private static string Lower(string name) => char.ToLower(name[0], CultureInfo.InvariantCulture) + name[1..];

    /// <summary>The coming days as an office would have them: most approved, one that waits.</summary>
    private async Task AddBookings(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var today = clock.Now().InZone(Times.Zone).Date;
        var approver = await Caller(db, DemoAccounts.Approver, cancel);
        var clerk = await Caller(db, DemoAccounts.Clerk, cancel);
        (int Day, LocalTime At, int Minutes, string Title, Caller By)[] bookings =
        [
            (1, new(7, 30), 90, "Giao ban đầu tuần các sở, ngành", approver),
            (1, new(14, 0), 120, "Triển khai Đề án 06 và chuyển đổi số", approver),
            (2, new(8, 0), 90, "Phòng, chống thiên tai và tìm kiếm cứu nạn", approver),
            (2, new(15, 0), 60, "Giải ngân vốn đầu tư công", clerk),
            (3, new(9, 0), 120, "Sơ kết mô hình chính quyền địa phương hai cấp", approver),
        ];
        foreach (var (day, at, minutes, title, by) in bookings)
        {
            var start = (today.PlusDays(day) + at).InZoneLeniently(Times.Zone).ToInstant();
            await desk.Book(await Request(db, title, start, Duration.FromMinutes(minutes), connectAt: null, cancel), by, cancel);
        }
    }

    private static async Task<BookingRequest> Request(
        Db db, string title, Instant start, Duration length, Instant? connectAt, CancellationToken cancel)
    {
        var rooms = await db.Endpoints.AsNoTracking().OrderBy(endpoint => endpoint.Address).Select(endpoint => endpoint.RoomId).ToListAsync(cancel);
        return new BookingRequest(title, rooms[0], [.. rooms], start, start + length, connectAt, null);
    }

    private static async Task<Caller> Caller(Db db, DemoAccount account, CancellationToken cancel)
    {
        var row = await db.Users.AsNoTracking().SingleAsync(one => one.UserName == account.UserName, cancel);
        return new Caller(row.Id, row.UserName!, row.DisplayName, row.Roles);
    }

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
