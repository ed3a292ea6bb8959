using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Benchmarks.Desk;

/// <summary>The booking desk through HTTP, on the real server and its database: answers about clashes in a full calendar, and long series; or a race.</summary>
internal sealed class BookingBench(BookingBenchOptions options)
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    private readonly List<object> _figures = [];

    /// <summary>Tomorrow at 7: nothing of a day that has begun is asked for.</summary>
    private readonly DateTimeOffset _first = new(DateTimeOffset.UtcNow.ToOffset(Vietnam).Date.AddDays(1).AddHours(7), Vietnam);

    public async Task Run(TextWriter output)
    {
        using var database = await DeskDatabase.Start(options.Postgres);
        using var server = await DeskServer.Start(options.FirstPort, database.Setting);
        var rooms = await AddRooms(server);
        output.WriteLine($"Database: {(options.Postgres ? "PostgreSQL, a throw-away server without fsync" : "SQLite")}");
        if (options.Attempts > 0)
        {
            await DeskRace.Run(server, database, rooms, options.Attempts, output);
            return;
        }
        int days = 0;
        var started = await server.Between(() => days = Fill(server, database, rooms.Count));
        output.WriteLine(Text($"{options.Sessions:N0} stored sessions in {rooms.Count} rooms, {days} full days; the server answered {started.TotalSeconds:0.0} s after its start"));
        // The first question has all sessions read into memory; what is measured is asked afterwards.
        long asked = Stopwatch.GetTimestamp();
        await server.Post("/api/briefings/check", Question(rooms.Take(1), FreeAt(0, days), 45));
        await server.Says("sessions were read into memory");
        double seconds = Stopwatch.GetElapsedTime(asked).TotalSeconds;
        output.WriteLine(Text($"the sessions were in memory {seconds:0.0} s after the first question; the server takes {ProcessUsage.Of(server.ProcessId).ResidentBytes / 1_000_000} MB"));
        output.WriteLine($"{"",-58}{"p50",10}{"p99",10}{"most",10}{"processor",10}  ms");
        foreach (int count in new[] { 1, 12, rooms.Count }.Distinct())
        {
            await Ask(server, output, Text($"clash answer, {count} rooms, all taken"), index => Question(rooms.Take(count), TakenAt(index, days), 45));
            await Ask(server, output, Text($"clash answer, {count} rooms, all free"), index => Question(rooms.Take(count), FreeAt(index, days), 45));
        }
        // Longer than what is left of an afternoon: a whole fortnight is searched.
        await Ask(server, output, Text($"clash answer, {rooms.Count} rooms, none free for a fortnight"), index => Question(rooms, TakenAt(index, days), 180));
        if (await WeekPaint.Measure(server, _first) is { } painted)
        {
            output.WriteLine(Text($"a week of {rooms.Count} rooms, from the click to the last booking in sight: {painted}"));
            _figures.Add(new { what = "week painted", painted });
        }
        else
        {
            output.WriteLine("the week of all rooms was not painted: node, web/node_modules or /usr/bin/chromium is missing");
        }
        await BookSeries(server, output, rooms[..Math.Min(12, rooms.Count)], hour: 11);
        await BookSeries(server, output, rooms[..Math.Min(170, rooms.Count)], hour: 12);
        output.WriteLine(JsonSerializer.Serialize(new { bench = "booking", database = options.Postgres ? "postgres" : "sqlite", sessions = options.Sessions, rooms = rooms.Count, figures = _figures }));
    }

    private int Fill(DeskServer server, DeskDatabase database, int rooms)
    {
        using var connection = database.Open(server.Database);
        return DenseBookings.Store(connection, database.IsPostgres, options.Sessions, rooms, _first);
    }

    private async Task<List<Guid>> AddRooms(DeskServer server)
    {
        var rooms = new List<Guid>();
        for (int number = 1; number <= options.Rooms; number++)
        {
            var room = await server.Post("/api/rooms", new { name = Text($"Điểm cầu {number:000}"), endpoints = new[] { new { address = Text($"sip:diemcau{number}@127.0.0.1:{options.FirstPort + 30}") } } });
            rooms.Add(room.GetProperty("id").GetGuid());
        }
        return rooms;
    }

    private async Task Ask(DeskServer server, TextWriter output, string what, Func<int, object> question)
    {
        var took = new List<double>();
        double before = 0;
        for (int index = -options.WarmUp; index < options.Questions; index++)
        {
            if (index == 0) before = ProcessUsage.Of(server.ProcessId).CpuSeconds;
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(question(Math.Abs(index)));
            long began = Stopwatch.GetTimestamp();
            await server.PostRaw("/api/briefings/check", json);
            if (index >= 0) took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        Show(output, what, took, ProcessUsage.Of(server.ProcessId).CpuSeconds - before);
    }

    private async Task BookSeries(DeskServer server, TextWriter output, List<Guid> rooms, int hour)
    {
        var took = new List<double>();
        double before = ProcessUsage.Of(server.ProcessId).CpuSeconds;
        for (int round = 0; round < options.Rounds; round++)
        {
            // Evenings, which are free, of another day of the week each round.
            var start = _first.AddDays(round).AddHours(hour);
            var booking = new
            {
                title = Text($"Giao ban tuần {rooms.Count}-{round}"),
                chairRoomId = rooms[0],
                roomIds = rooms,
                start,
                end = start.AddMinutes(30),
                recurrence = new { frequency = "weekly", weekdays = new[] { WeekDay(start) }, until = DateOnly.FromDateTime(start.Date.AddDays(7 * 260)), onClash = "refuse" },
            };
            long began = Stopwatch.GetTimestamp();
            await server.Post("/api/briefings", booking);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        Show(output, Text($"a weekly series of five years in {rooms.Count} rooms, booked"), took, ProcessUsage.Of(server.ProcessId).CpuSeconds - before);
    }

    private static object Question(IEnumerable<Guid> rooms, DateTimeOffset start, int minutes) =>
        new { title = "Giao ban", chairRoomId = rooms.First(), roomIds = rooms, start, end = start.AddMinutes(minutes) };

    /// <summary>An hour of a full day; all but the last fortnight, so that the search for a free time finds full days too.</summary>
    private DateTimeOffset TakenAt(int index, int days) => _first.AddDays(index * 37 % Math.Max(1, days - 15)).AddHours(index % 9);

    private DateTimeOffset FreeAt(int index, int days) => _first.AddDays(index * 37 % Math.Max(1, days - 15)).AddHours(12 + (index % 3));

    private void Show(TextWriter output, string what, List<double> took, double cpuSeconds)
    {
        took.Sort();
        double p50 = took[took.Count / 2], p99 = took[Math.Min(took.Count - 1, took.Count * 99 / 100)];
        double cpu = cpuSeconds * 1000 / took.Count;
        output.WriteLine($"{what,-58}{Text($"{p50:0.00}"),10}{Text($"{p99:0.00}"),10}{Text($"{took[^1]:0.00}"),10}{Text($"{cpu:0.00}"),10}");
        _figures.Add(new { what, n = took.Count, p50, p99, most = took[^1], cpu });
    }

    private static string WeekDay(DateTimeOffset day) => JsonNamingPolicy.CamelCase.ConvertName(day.DayOfWeek.ToString());

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
