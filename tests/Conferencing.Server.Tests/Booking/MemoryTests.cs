using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Conferencing.Server.Tests.Booking;

/// <summary>What questions about clashes are answered by from memory is what the database would say, from the very next question on.</summary>
public sealed class MemoryTests : IAsyncLifetime
{
    private const int Usual = 89;

    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _approver = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync() =>
        (_server, _admin, _, _approver, _rooms) = await Desk.Open(8, "--Capacity:Ports", "12", "--Capacity:RoomKbits", $"{Usual}");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>All that people can do to sessions; after each act memory is asked once, and nobody has told it but the database.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task After_each_act_memory_says_what_the_database_says(int seed)
    {
        await Remember();
        await _admin.HangOn(await _admin.AddLine("Tuyến núi", 4 * Usual), _rooms[..6]);
        var (random, own) = (new Random(seed), new List<Guid>());
        for (var act = 0; act < 60; act++)
        {
            await Act(own, random);
            await SaysTheSame(random);
        }
        Assert.True(own.Count > 8, "Hardly anything was booked: nothing was shown.");
    }

    /// <summary>What is followed while others write is followed again until nothing is new.</summary>
    [Fact]
    public async Task While_many_write_and_ask_at_once_memory_loses_nothing()
    {
        await Remember();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(WriteAndAsk));
        await using var db = await Context();
        var known = await Known(_server.Service<BookingMemory>(), db);
        Slot[] all = [SlotFrom(Bookings.Day(1), 24 * 90)];
        var stored = await Stored(db).Overlapping(_rooms, all, [], CancellationToken.None);
        Assert.NotEmpty(stored);
        Assert.Equal(InOrder(stored), InOrder(await known.Overlapping(_rooms, all, [], CancellationToken.None)));

        async Task WriteAndAsk(int seed)
        {
            var (random, own) = (new Random(seed), new List<Guid>());
            for (var act = 0; act < 15; act++)
            {
                await Act(own, random);
                (await Check(Form(Bookings.Day(7 + random.Next(5)), _rooms))).Expect(200);
            }
        }
    }

    [Fact]
    public async Task A_booking_made_moved_and_cancelled_is_in_ones_next_answer()
    {
        await Remember();
        var (start, form) = (Bookings.Day(3), Form(Bookings.Day(3), _rooms[..2]));
        var booked = (await _approver.Post("/api/briefings", form)).Expect(201);
        Assert.Equal(2, Clashes(await Check(form)));
        var moved = Form(start.AddHours(2), _rooms[..2]);
        (await _approver.Put($"/api/briefings/{booked.Id}", moved.With("version", 1))).Expect(200);
        Assert.Equal((0, 2), (Clashes(await Check(form)), Clashes(await Check(moved))));
        (await _approver.Post($"/api/briefings/{booked.Id}/cancel")).Expect(200);
        Assert.Equal(0, Clashes(await Check(moved)));
    }

    [Fact]
    public async Task A_title_that_changes_is_told_by_its_new_name_of_every_session()
    {
        await Remember();
        var start = SeriesForms.Monday(2);
        var series = SeriesForms.Weekly(start, _rooms[..2], 3, "Tên cũ");
        var booked = (await _approver.Post("/api/briefings", series)).Expect(201);
        (await _approver.Put($"/api/briefings/{booked.Id}", series.With("title", "Tên mới").With("version", 1).With("scope", "all"))).Expect(200);
        foreach (var week in Enumerable.Range(0, 3)) Assert.Equal("Tên mới", (await Check(Form(start.AddDays(7 * week), _rooms[..1])))["clashes"][0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_room_that_is_closed_or_opened_and_one_that_is_new_are_in_the_next_answer()
    {
        await Remember();
        var form = Form(Bookings.Day(3), _rooms[..2]);
        Assert.Empty((await Check(form))["errors"].EnumerateObject());
        (await _admin.Put($"/api/rooms/{_rooms[1]}", Room("Phòng 2", active: false))).Expect(200);
        Assert.Contains("Phòng 2", (await Check(form))["errors"].GetProperty("roomIds")[0].GetString());
        (await _admin.Put($"/api/rooms/{_rooms[1]}", Room("Phòng hai", active: true))).Expect(200);
        Assert.Empty((await Check(form))["errors"].EnumerateObject());
        var added = (await _admin.AddRooms(1, "Phòng mới"))[0];
        Assert.Empty((await Check(Form(Bookings.Day(3), [_rooms[0], added])))["errors"].EnumerateObject());
    }

    [Fact]
    public async Task A_certificate_entered_for_a_device_lets_its_room_into_the_next_secret_session()
    {
        await Remember();
        var secret = SecretForms.Secret(Bookings.Day(3), _rooms[..1]);
        Assert.Single((await Check(secret))["unfitRooms"].EnumerateArray());
        await _admin.Certify(new DateOnly(2099, 12, 31), _rooms[0]);
        Assert.Empty((await Check(secret))["unfitRooms"].EnumerateArray());
    }

    [Fact]
    public async Task What_becomes_secret_is_busy_in_the_next_answer_to_who_may_not_know_of_it()
    {
        await Remember();
        await _admin.Certify(new DateOnly(2099, 12, 31), _rooms[0]);
        using var stranger = await _server.SignedIn("stranger", Role.Clerk);
        var form = Form(Bookings.Day(3), _rooms[..1]);
        var booked = (await _approver.Post("/api/briefings", form)).Expect(201);
        Assert.Equal("Giao ban", await Title(stranger));
        (await _approver.Put($"/api/briefings/{booked.Id}", form.With("version", 1).With("secrecy", "secret"))).Expect(200);
        Assert.Equal(("Bận", "Giao ban"), (await Title(stranger), await Title(_approver)));

        async Task<string?> Title(ApiClient who) => (await who.Post("/api/briefings/check", form)).Expect(200)["clashes"][0].GetProperty("title").GetString();
    }

    [Fact]
    public async Task A_holiday_entered_and_taken_back_is_in_the_next_answer()
    {
        await Remember();
        var start = SeriesForms.Monday(2);
        var series = SeriesForms.Weekly(start, _rooms[..2], 3);
        series["recurrence"] = new { frequency = "weekly", weekdays = new[] { "monday" }, count = 3, onHoliday = "skip", onClash = "refuse" };
        var path = $"/api/holidays/{start.AddDays(7):yyyy-MM-dd}";
        (await _admin.Put(path, new { kind = "holiday", name = "Nghỉ riêng" })).Expect(204);
        Assert.Contains("Nghỉ riêng", (await Check(series))["dates"].ToString());
        (await _admin.Delete(path)).Expect(204);
        Assert.DoesNotContain("Nghỉ riêng", (await Check(series))["dates"].ToString());
    }

    [Fact]
    public async Task A_line_made_thinner_and_wider_is_in_the_next_answer()
    {
        await Remember();
        var line = await _admin.AddLine("Tuyến núi", 2 * Usual);
        await _admin.HangOn(line, _rooms[..3]);
        Assert.Single((await Check(Form(Bookings.Day(3), _rooms[..3])))["shortages"].EnumerateArray());
        (await _admin.Put($"/api/lines/{line}", new { name = "Tuyến núi", kbits = 3 * Usual })).Expect(200);
        Assert.Empty((await Check(Form(Bookings.Day(3), _rooms[..3])))["shortages"].EnumerateArray());
    }

    [Fact]
    public async Task A_unit_that_ends_is_refused_as_host_by_the_next_answer()
    {
        await Remember();
        var unit = (await _admin.Post("/api/units", new { name = "Sở Thử", kind = "sở", validFrom = "2020-01-01" })).Expect(201).Id;
        var form = Form(Bookings.Day(3), _rooms[..1]).With("dossier", new { hostUnitId = unit });
        Assert.Empty((await Check(form))["errors"].EnumerateObject());
        (await _admin.Put($"/api/units/{unit}", new { name = "Sở Thử", kind = "sở", validFrom = "2020-01-01", validTo = DateOnly.FromDateTime(Bookings.Day(1).Date) })).Expect(200);
        Assert.NotEmpty((await Check(form))["errors"].EnumerateObject());
    }

    /// <summary>As another server process on the database does: its lines are all that is heard of it.</summary>
    [Fact]
    public async Task What_another_process_writes_is_in_the_next_answer()
    {
        using var other = ActivatorUtilities.CreateInstance<BookingMemory>(_server.Service<IServiceProvider>());
        await Remember(other);
        (await _approver.Post("/api/briefings", Form(Bookings.Day(3), _rooms[..2]))).Expect(201);
        await using var db = await Context();
        var facts = await Known(other, db);
        Assert.Equal(2, (await facts.Overlapping(_rooms, [Around(Bookings.Day(3))], [], CancellationToken.None)).Length);
    }

    [Fact]
    public async Task What_grows_past_what_is_kept_is_answered_by_the_database()
    {
        using var small = ActivatorUtilities.CreateInstance<BookingMemory>(_server.Service<IServiceProvider>(), 4L);
        (await _approver.Post("/api/briefings", Form(Bookings.Day(3), _rooms[..4]))).Expect(201);
        await Remember(small);
        var more = (await _approver.Post("/api/briefings", Form(Bookings.Day(4), _rooms[..1]))).Expect(201);
        await using var db = await Context();
        for (var time = 0; time < 2; time++)
        {
            Assert.IsType<StoredFacts>(await small.Facts(new Lazy<Db>(db), CancellationToken.None));
            await small.Settled;
        }
        (await _approver.Post($"/api/briefings/{more.Id}/cancel", new { })).Expect(200);
        _server.Clock.Move(TimeSpan.FromHours(25));
        await Remember(small);
    }

    [Fact]
    public async Task Who_has_fallen_behind_what_is_kept_of_lines_reads_all_anew()
    {
        await Remember();
        (await _approver.Post("/api/briefings", Form(Bookings.Day(3), _rooms[..2]))).Expect(201);
        await _server.Service<WriteGate>().Write(db => PlainSql.Execute(db, "DELETE FROM Revisions WHERE Number < (SELECT max(Number) FROM Revisions)", default), default);
        Assert.Equal(2, Clashes(await Check(Form(Bookings.Day(3), _rooms[..2]))));
        await Remember();
        Assert.Equal(2, Clashes(await Check(Form(Bookings.Day(3), _rooms[..2]))));
    }

    [Fact]
    public async Task Of_times_before_what_is_remembered_the_database_is_asked()
    {
        (await _approver.Post("/api/briefings", Form(Bookings.Day(3), _rooms[..2]))).Expect(201);
        _server.Clock.Move(TimeSpan.FromDays(6));
        await Remember();
        await using var db = await Context();
        var facts = await Known(_server.Service<BookingMemory>(), db);
        Assert.Equal(2, (await facts.Overlapping(_rooms, [Around(Bookings.Day(3))], [], CancellationToken.None)).Length);
    }

    private async Task Remember(BookingMemory? memory = null)
    {
        memory ??= _server.Service<BookingMemory>();
        await using var db = await Context();
        await memory.Facts(new Lazy<Db>(db), CancellationToken.None);
        await memory.Settled;
        await Known(memory, db);
    }

    private static async Task<KnownFacts> Known(BookingMemory memory, Db db) => Assert.IsType<KnownFacts>(await memory.Facts(new Lazy<Db>(db), CancellationToken.None));

    private StoredFacts Stored(Db db) => new(db, _server.Service<Holidays>(), _server.Service<CapacityOptions>());

    private Task<Db> Context() => _server.Service<IDbContextFactory<Db>>().CreateDbContextAsync();

    private Task<ApiAnswer> Check(object form) => _approver.Post("/api/briefings/check", form);

    private static int Clashes(ApiAnswer check) => check.Expect(200)["clashes"].GetArrayLength();

    private static Dictionary<string, object?> Form(DateTimeOffset start, Guid[] rooms) => Bookings.Form(start, start.AddHours(1), rooms);

    private static object Room(string name, bool active) => new { name, active, endpoints = new[] { new { address = "sip:room2@127.0.0.1:24902" } } };

    private static Slot Around(DateTimeOffset at) => SlotFrom(at.AddHours(-1), 4);

    private static Slot SlotFrom(DateTimeOffset at, int hours) => new(at.ToInstant(), at.AddHours(hours).ToInstant());

    /// <summary>Books, changes, cancels, returns or moves, once or as a series, whatever comes of it.</summary>
    private async Task Act(List<Guid> own, Random random)
    {
        var start = SeriesForms.Monday(1).AddDays(random.Next(4)).AddMinutes(15 * random.Next(32));
        var chosen = _rooms.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToArray();
        var form = random.Next(3) == 0 ? SeriesForms.Weekly(start, chosen, random.Next(2, 5), $"Giao ban {random.Next(5)}", new[] { "skip", "move", "defective" }[random.Next(3)])
            : Form(start, chosen).With("title", $"Giao ban {random.Next(5)}").With("setUpMinutes", random.Next(2) * 30);
        if (chosen.Length > 1 && random.Next(2) == 0) form["optionalRoomIds"] = chosen[1..];
        if (own.Count == 0 || random.Next(2) == 0)
        {
            var answer = await _approver.Post("/api/briefings", form);
            if (answer.Code == 201) own.Add(answer.Id);
            return;
        }
        var briefing = (await _approver.Get($"/api/briefings/{own[random.Next(own.Count)]}")).Expect(200);
        var (scope, session) = (new[] { "this", "following", "all" }[random.Next(3)], briefing.Session(random.Next(briefing["occurrences"].GetArrayLength())));
        var done = random.Next(4) == 0
            ? await _approver.Post($"/api/briefings/{briefing.Id}/cancel", new { scope, occurrenceId = session })
            : await _approver.Put($"/api/briefings/{briefing.Id}", form.With("version", briefing["version"].GetInt32()).With("scope", scope).With("occurrenceId", session));
        Assert.True(done.Code < 500, done.Body.ToString());
    }

    private async Task SaysTheSame(Random random)
    {
        await using var db = await Context();
        var (known, stored) = (await Known(_server.Service<BookingMemory>(), db), Stored(db));
        var rooms = _rooms.Where(_ => random.Next(3) > 0).ToList();
        var start = SeriesForms.Monday(1, hour: random.Next(24)).AddDays(random.Next(7));
        Slot[] slots = [.. Enumerable.Range(0, 4).Select(week => SlotFrom(start.AddDays(7 * week), 1 + random.Next(60)))];
        var one = (await stored.Overlapping(_rooms, slots, [], CancellationToken.None)).Select(hold => hold.OccurrenceId).Take(1).ToList();

        Assert.Equal(InOrder(await stored.Overlapping(rooms, slots, one, CancellationToken.None)), InOrder(await known.Overlapping(rooms, slots, one, CancellationToken.None)));
        Assert.Equal((await stored.Busy(rooms, slots, one, CancellationToken.None)).Select(Joined), (await known.Busy(rooms, slots, one, CancellationToken.None)).Select(Joined));
        Assert.Equal(await stored.Rooms(_rooms, CancellationToken.None), await known.Rooms(_rooms, CancellationToken.None));
        var request = new BookingRequest("Giao ban", _rooms[0], [.. _rooms[..4]], slots[0].Start, slots[0].Start + Duration.FromHours(1), null, null);
        Assert.Equal(await Verdict(stored, request), await Verdict(known, request));
    }

    /// <summary>All that is answered to a form, free times included.</summary>
    private async Task<string> Verdict(IBookingFacts facts, BookingRequest request)
    {
        var (verdict, world) = await BookingWorlds.Decide(facts, request, _server.Clock.Now(), Editing.Nothing, CancellationToken.None);
        var next = await BookingWorlds.NextFree(facts, BookingRules.WishOf(request, world), BookingRules.SlotOf(request)!.Value, _server.Clock.Now(), Editing.Nothing, CancellationToken.None);
        var refused = verdict as BookingVerdict.Rejected;
        return string.Join('\n', [
            .. refused?.Errors.Select(error => error.ToString()) ?? [], .. refused?.Clashes.Select(clash => clash.ToString()) ?? [],
            .. refused?.Shortages.Select(one => $"{one.Resource} {one.Needed} {one.Used} {one.Free} {string.Join(' ', one.Others.Select(share => share.ToString()).Order())}") ?? [],
            .. next.Select(slot => slot.ToString())]);
    }

    private static Hold[] InOrder(IEnumerable<Hold> holds) => [.. holds.OrderBy(hold => hold.RoomId).ThenBy(hold => hold.Slot.Start)];

    private static string Joined(ImmutableArray<Slot> busy)
    {
        var joined = new List<Slot>();
        foreach (var slot in busy.OrderBy(slot => slot.Start))
        {
            if (joined.Count > 0 && slot.Start <= joined[^1].End) joined[^1] = new Slot(joined[^1].Start, Instant.Max(joined[^1].End, slot.End));
            else joined.Add(slot);
        }
        return string.Join(' ', joined);
    }
}
