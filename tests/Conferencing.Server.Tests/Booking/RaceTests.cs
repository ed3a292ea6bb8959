using System.Diagnostics;
using System.Globalization;
using System.Net;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Xunit.Abstractions;

namespace Conferencing.Server.Tests.Booking;

/// <summary>Whatever races, nothing is double-booked, on either database; judged by independent queries.</summary>
[Trait(TestDatabases.Trait, TestDatabases.Once)]
public sealed class RaceTests(ITestOutputHelper output)
{
    private const int Clients = 32;
    private const int AttemptsEach = 63;
    private const int SeriesAttemptsEach = 10;

    [Theory]
    [InlineData(TestDatabases.Sqlite)]
    [InlineData(TestDatabases.Postgres)]
    public async Task Two_thousand_bookings_moves_and_cancellations_of_32_clients_never_overlap(string database)
    {
        await using var server = await RunningServer.Start(null, null, await TestDatabases.On(database));
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(10);
        await Race(await Approvers(server, Clients), Clients * AttemptsEach, (client, random) => Work(client, rooms, AttemptsEach, random), database);
        await HasNoOverlap(server);
    }

    [Theory]
    [InlineData(TestDatabases.Sqlite)]
    [InlineData(TestDatabases.Postgres)]
    public async Task Series_moves_splits_and_cancellations_of_32_clients_never_overlap(string database)
    {
        await using var server = await RunningServer.Start(null, null, await TestDatabases.On(database));
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(10);
        await Race(await Approvers(server, Clients), Clients * SeriesAttemptsEach, (client, random) => WorkOnSeries(client, rooms, random), $"{database}, series");
        await HasNoOverlap(server);
    }

    /// <summary>Six ports, of which five may be booked, and two lines, one behind the other, that carry three and two of ten rooms at a time.</summary>
    [Theory]
    [InlineData(TestDatabases.Sqlite)]
    [InlineData(TestDatabases.Postgres)]
    public async Task Whatever_races_no_line_carries_more_than_it_can_and_no_port_is_promised_twice(string database)
    {
        await using var server = await RunningServer.Start(null, null, [.. await TestDatabases.On(database), "--Capacity:Ports", "6", "--Capacity:RoomKbits", "89"]);
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(10);
        var core = await admin.AddLine("Trục", 89 * 3);
        await admin.HangOn(core, rooms[..3]);
        await admin.HangOn(await admin.AddLine("Nhánh", 89 * 2, core), rooms[3..7]);
        await Race(await Approvers(server, 16), 16 * 25, (client, random) => Work(client, rooms, 25, random), $"{database}, lines and ports");
        await Race(await Approvers(server, 16), 16 * 8, (client, random) => WorkOnSeries(client, rooms, random), $"{database}, series, lines and ports");
        await HasNoOverlap(server);
        Assert.Empty(await CapacityCheck.Exceeded(server, schedulable: 5, usualKbits: 89));
        Assert.True(await CapacityCheck.MostPorts(server) == 5, "The ports were never all in use: the race showed nothing.");
    }

    /// <summary>Each has a write gate of its own: what keeps them apart is the database.</summary>
    [Fact]
    public async Task Two_servers_on_one_database_never_overlap()
    {
        var settings = await TestDatabases.On(TestDatabases.Postgres);
        await using var one = await RunningServer.Start(null, null, settings);
        await using var other = await RunningServer.Start(null, null, settings);
        using var admin = await one.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(10);
        List<ApiClient> clients = [.. await Approvers(one, 8), .. await Approvers(other, 8)];
        await Race(clients, 16 * 20, (client, random) => Work(client, rooms, 20, random), "postgres, two servers");
        await HasNoOverlap(one);
        Assert.DoesNotContain("http.ownFault", other.Service<Counters>().Read().Keys);
    }

    private static async Task<List<ApiClient>> Approvers(RunningServer server, int count)
    {
        var clients = new List<ApiClient>();
        for (var number = 0; number < count; number++) clients.Add(await server.SignedIn("approver", Role.Approver));
        return clients;
    }

    private async Task Race(List<ApiClient> clients, int attempts, Func<ApiClient, Random, Task<(int Accepted, int Refused)>> work, string what)
    {
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(clients.Select((client, number) => work(client, new Random(1000 + number))));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (accepted, refused) = (counts.Sum(one => one.Accepted), counts.Sum(one => one.Refused));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Measured: race on {what}: {attempts} attempts of {clients.Count} clients, {accepted} accepted, {refused} refused, {attempts / took:0} a second"));
        Assert.True(accepted > 20 && refused > 20, $"{accepted} accepted, {refused} refused");
    }

    private static async Task HasNoOverlap(RunningServer server)
    {
        Assert.Equal(0, await OverlapCheck.Count(server));
        Assert.DoesNotContain("http.ownFault", server.Service<Counters>().Read().Keys);
    }

    /// <summary>Books series, changes one, the following or all of their sessions, and cancels some.</summary>
    private static async Task<(int Accepted, int Refused)> WorkOnSeries(ApiClient client, Guid[] rooms, Random random)
    {
        var (accepted, refused) = (0, 0);
        var own = new List<ApiAnswer>();
        string[] choices = ["refuse", "skip", "move", "defective"];
        string[] scopes = ["this", "following", "all"];
        for (var attempt = 0; attempt < SeriesAttemptsEach; attempt++)
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

    private static async Task<(int Accepted, int Refused)> Work(ApiClient client, Guid[] rooms, int attempts, Random random)
    {
        var (accepted, refused) = (0, 0);
        var own = new List<Guid>();
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var start = Bookings.Day(2 + random.Next(4)).AddMinutes(15 * random.Next(60));
            var chosen = rooms.OrderBy(_ => random.Next()).Take(random.Next(1, 5)).ToArray();
            var form = Bookings.Form(start, start.AddMinutes(15 * random.Next(1, 8)), chosen);
            if (random.Next(4) == 0) form["setUpMinutes"] = 15;
            ApiAnswer answer;
            if (own.Count > 0 && random.Next(4) == 0) answer = await client.Post($"/api/briefings/{own[random.Next(own.Count)]}/cancel");
            else if (own.Count > 0 && random.Next(3) == 0)
            {
                var id = own[random.Next(own.Count)];
                form["version"] = (await client.Get($"/api/briefings/{id}"))["version"].GetInt32();
                answer = await client.Put($"/api/briefings/{id}", form);
            }
            else answer = await client.Post("/api/briefings", form);
            Assert.Contains(answer.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Conflict });
            if (answer.Status == HttpStatusCode.Created) own.Add(answer.Id);
            if (answer.Status == HttpStatusCode.Conflict) refused++;
            else accepted++;
        }
        return (accepted, refused);
    }
}
