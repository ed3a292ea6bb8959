using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Conferencing.Benchmarks.Desk;

/// <summary>Bookings, moves and cancellations of many clients at once, and afterwards a look into the database that shares nothing with the program.</summary>
internal static class DeskRace
{
    private const int Clients = 32;
    private const int Days = 60;

    private const string Overlaps =
        """
        SELECT count(*) FROM OccurrenceRooms a JOIN OccurrenceRooms b ON a.RoomId = b.RoomId AND a.OccurrenceId < b.OccurrenceId
        WHERE NOT a.Off AND NOT b.Off AND a.Start < b.End AND b.Start < a.End
        """;

    /// <exception cref="InvalidOperationException">Something overlaps, or an answer was neither yes nor no.</exception>
    public static async Task Run(DeskServer server, DeskDatabase database, List<Guid> rooms, int attempts, TextWriter output)
    {
        var took = Enumerable.Range(0, Clients).Select(_ => new List<double>()).ToArray();
        long began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(
            number => Work(server, rooms, (attempts / Clients) + (number < attempts % Clients ? 1 : 0), new Random(7000 + number), took[number])));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (accepted, refused) = (counts.Sum(one => one.Accepted), counts.Sum(one => one.Refused));
        long overlaps = CountOverlaps(server, database);
        double[] all = [.. took.SelectMany(one => one).Order()];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{attempts:N0} attempts of {Clients} clients: {accepted:N0} accepted, {refused:N0} refused, {attempts / seconds:0} a second, p50 {all[all.Length / 2]:0} ms, p99 {all[all.Length * 99 / 100]:0} ms, {overlaps} overlaps"));
        output.WriteLine(JsonSerializer.Serialize(new { bench = "race", database = database.IsPostgres ? "postgres" : "sqlite", attempts, accepted, refused, perSecond = attempts / seconds, overlaps }));
        if (overlaps > 0) throw new InvalidOperationException("Rooms are booked twice.");
    }

    private static async Task<(int Accepted, int Refused)> Work(DeskServer server, List<Guid> rooms, int attempts, Random random, List<double> took)
    {
        var (accepted, refused) = (0, 0);
        var own = new List<Guid>();
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            var (method, path, body) = await Next(server, rooms, own, random);
            long began = Stopwatch.GetTimestamp();
            var (status, answer) = await server.Send(method, path, body);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (status == 201) own.Add(answer.GetProperty("id").GetGuid());
            if (status == 409) refused++;
            else if (status is 200 or 201) accepted++;
            else throw new InvalidOperationException($"{method} {path}: {status} {answer}");
        }
        return (accepted, refused);
    }

    private static async Task<(HttpMethod Method, string Path, object? Body)> Next(DeskServer server, List<Guid> rooms, List<Guid> own, Random random)
    {
        var mine = own.Count == 0 ? (Guid?)null : own[random.Next(own.Count)];
        if (mine is not null && random.Next(4) == 0) return (HttpMethod.Post, $"/api/briefings/{mine}/cancel", null);
        var booking = Booking(rooms, random);
        if (mine is null || random.Next(3) > 0) return (HttpMethod.Post, "/api/briefings", booking);
        var (_, present) = await server.Send(HttpMethod.Get, $"/api/briefings/{mine}", null);
        booking["version"] = present.GetProperty("version").GetInt32();
        return (HttpMethod.Put, $"/api/briefings/{mine}", booking);
    }

    private static Dictionary<string, object> Booking(List<Guid> rooms, Random random)
    {
        var chosen = rooms.OrderBy(_ => random.Next()).Take(random.Next(1, 13)).ToArray();
        var start = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddDays(2 + random.Next(Days)).AddMinutes(15 * random.Next(40));
        return new()
        {
            ["title"] = "Giao ban",
            ["chairRoomId"] = chosen[0],
            ["roomIds"] = chosen,
            ["start"] = start,
            ["end"] = start.AddMinutes(15 * random.Next(2, 9)),
        };
    }

    private static long CountOverlaps(DeskServer server, DeskDatabase database)
    {
        using var connection = database.Open(server.Database);
        using var command = connection.CreateCommand();
        command.CommandText = Overlaps;
        command.CommandTimeout = 600;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
