using System.Net;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace Conferencing.Server.Tests.Booking;

/// <summary>Whatever races, nothing is double-booked; judged by an independent query.</summary>
public sealed class RaceTests
{
    private const int Clients = 32;
    private const int AttemptsEach = 10;

    [Fact]
    public async Task Bookings_moves_and_cancellations_of_32_clients_never_overlap()
    {
        await using var server = await RunningServer.Start();
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(10);
        var clients = new List<ApiClient>();
        for (var number = 0; number < Clients; number++) clients.Add(await server.SignedIn("approver", Role.Approver));
        var counts = await Task.WhenAll(clients.Select((client, number) => Work(client, rooms, new Random(1000 + number))));
        var (accepted, refused) = (counts.Sum(one => one.Accepted), counts.Sum(one => one.Refused));
        Assert.True(accepted > 20 && refused > 20, $"{accepted} accepted, {refused} refused");
        Assert.Equal(0, Overlaps(server.Service<DataFolder>().Database));
        Assert.DoesNotContain("http.ownFault", server.Service<Counters>().Read().Keys);
    }

    [Fact]
    public async Task Series_moves_splits_and_cancellations_of_32_clients_never_overlap()
    {
        await using var server = await RunningServer.Start();
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(10);
        var clients = new List<ApiClient>();
        for (var number = 0; number < Clients; number++) clients.Add(await server.SignedIn("approver", Role.Approver));
        var counts = await Task.WhenAll(clients.Select((client, number) => WorkOnSeries(client, rooms, new Random(2000 + number))));
        var (accepted, refused) = (counts.Sum(one => one.Accepted), counts.Sum(one => one.Refused));
        Assert.True(accepted > 20 && refused > 20, $"{accepted} accepted, {refused} refused");
        Assert.Equal(0, Overlaps(server.Service<DataFolder>().Database));
        Assert.DoesNotContain("http.ownFault", server.Service<Counters>().Read().Keys);
    }

    /// <summary>Books series, changes one, the following or all of their sessions, and cancels some.</summary>
    private static async Task<(int Accepted, int Refused)> WorkOnSeries(ApiClient client, Guid[] rooms, Random random)
    {
        var (accepted, refused) = (0, 0);
        var own = new List<ApiAnswer>();
        string[] choices = ["refuse", "skip", "move", "defective"];
        string[] scopes = ["this", "following", "all"];
        for (var attempt = 0; attempt < AttemptsEach; attempt++)
        {
            var start = SeriesForms.Monday(1).AddDays(random.Next(5)).AddMinutes(15 * random.Next(36));
            var chosen = rooms.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToArray();
            var form = SeriesForms.Weekly(start, chosen, random.Next(1, 9), onClash: choices[random.Next(4)]);
            ApiAnswer answer;
            if (own.Count == 0 || random.Next(3) == 0) answer = await client.Post("/api/briefings", form);
            else
            {
                var briefing = await client.Get($"/api/briefings/{own[random.Next(own.Count)].Id}");
                var (scope, session) = (scopes[random.Next(3)], briefing.Session(random.Next(briefing["occurrences"].GetArrayLength())));
                answer = random.Next(4) == 0
                    ? await client.Post($"/api/briefings/{briefing.Id}/cancel", new { scope, occurrenceId = session })
                    : await client.Put($"/api/briefings/{briefing.Id}", form.With("version", briefing["version"].GetInt32()).With("scope", scope).With("occurrenceId", session).With("overwriteEdited", random.Next(2) == 0));
            }
            // A series whose every day clashes and is to be skipped has no session at all.
            Assert.Contains(answer.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.BadRequest });
            if (answer.Status == HttpStatusCode.Created) own.Add(answer);
            if (answer.Code >= 400) refused++;
            else accepted++;
        }
        return (accepted, refused);
    }

    private static async Task<(int Accepted, int Refused)> Work(ApiClient client, Guid[] rooms, Random random)
    {
        var (accepted, refused) = (0, 0);
        var own = new List<Guid>();
        for (var attempt = 0; attempt < AttemptsEach; attempt++)
        {
            var start = Bookings.Day(2).AddMinutes(15 * random.Next(60));
            var chosen = rooms.OrderBy(_ => random.Next()).Take(random.Next(1, 5)).ToArray();
            var form = Bookings.Form(start, start.AddMinutes(15 * random.Next(1, 8)), chosen);
            ApiAnswer answer;
            if (own.Count > 0 && random.Next(4) == 0) answer = await client.Post($"/api/briefings/{own[random.Next(own.Count)]}/cancel");
            else if (own.Count > 0 && random.Next(3) == 0)
            {
                form["version"] = 1;
                answer = await client.Put($"/api/briefings/{own[random.Next(own.Count)]}", form);
            }
            else answer = await client.Post("/api/briefings", form);
            Assert.Contains(answer.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Conflict });
            if (answer.Status == HttpStatusCode.Created) own.Add(answer.Id);
            if (answer.Status == HttpStatusCode.Conflict) refused++;
            else accepted++;
        }
        return (accepted, refused);
    }

    /// <summary>Pairs of rows that hold the same room at the same time.</summary>
    private static long Overlaps(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly");
        connection.Open();
        using var query = connection.CreateCommand();
        query.CommandText =
            """
            SELECT count(*) FROM OccurrenceRooms a JOIN OccurrenceRooms b ON a.RoomId = b.RoomId AND a.OccurrenceId < b.OccurrenceId
            WHERE a.Off = 0 AND b.Off = 0 AND a.Start < b.End AND b.Start < a.End
            """;
        return (long)query.ExecuteScalar()!;
    }
}
