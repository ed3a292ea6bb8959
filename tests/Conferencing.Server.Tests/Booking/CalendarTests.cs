using System.Text.Json;
using System.Text.Json.Nodes;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>The calendar in blocks tells what the list of sessions tells, to every reader.</summary>
public sealed class CalendarTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = SeriesForms.Monday();
    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.Open(4);

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Blocks_hold_every_session_of_the_list_once_and_say_the_same_of_it()
    {
        var series = (await _desk.Approver.Post("/api/briefings", SeriesForms.Weekly(Start, _desk.Rooms[..2], 5))).Expect(201);
        var moved = Bookings.Form(Start.AddDays(8), Start.AddDays(8).AddHours(2), _desk.Rooms[1..3], "Dời buổi").With("version", 1).With("scope", "this").With("occurrenceId", series.Session(1));
        (await _desk.Approver.Put($"/api/briefings/{series.Id}", moved)).Expect(200);
        (await _desk.Clerk.Post("/api/briefings", Bookings.Form(Start.AddHours(3), Start.AddHours(4), _desk.Rooms, "Chờ duyệt").With("connectAt", Bookings.Text(Start.AddHours(3).AddMinutes(-20))))).Expect(201);
        await _desk.Admin.Certify(new DateOnly(2099, 12, 31), _desk.Rooms);
        (await _desk.Approver.Post("/api/briefings", SecretForms.Secret(Start.AddHours(6), _desk.Rooms))).Expect(201);

        foreach (var reader in new[] { _desk.Admin, _desk.Clerk, _desk.Approver })
        {
            string window = $"from={Uri.EscapeDataString(Bookings.Text(Start))}&to={Uri.EscapeDataString(Bookings.Text(Start.AddDays(22)))}";
            var list = (await reader.Get($"/api/briefings?{window}")).Expect(200).Body.EnumerateArray().Select(Text).Order().ToList();
            var blocks = (await reader.Get($"/api/briefings/blocks?{window}")).Expect(200).Body.EnumerateArray().ToList();
            Assert.Equal(6, list.Count);
            Assert.Equal(list, blocks.SelectMany(Sessions).Order());
            Assert.True(blocks.Count < list.Count);
        }
    }

    [Fact]
    public async Task A_window_that_is_none_or_longer_than_a_year_is_refused()
    {
        string start = Uri.EscapeDataString(Bookings.Text(Start));
        Assert.True((await _desk.Clerk.Get($"/api/briefings/blocks?from={start}&to={start}")).Expect(400)["errors"].TryGetProperty("to", out _));
        Assert.True((await _desk.Clerk.Get($"/api/briefings/blocks?from={start}&to={Uri.EscapeDataString(Bookings.Text(Start.AddDays(400)))}")).Expect(400)["errors"].TryGetProperty("to", out _));
    }

    private static string Text(JsonElement entry) => JsonNode.Parse(entry.GetRawText())!.ToJsonString();

    private static IEnumerable<string> Sessions(JsonElement block)
    {
        foreach (var session in block.GetProperty("sessions").EnumerateArray())
        {
            var entry = JsonNode.Parse(block.GetProperty("common").GetRawText())!.AsObject();
            foreach (string own in new[] { "id", "start", "end" }) entry[own] = JsonNode.Parse(session.GetProperty(own).GetRawText());
            entry["connectAt"] = JsonSerializer.SerializeToNode(session.GetProperty("start").GetDateTimeOffset().AddMinutes(-block.GetProperty("connectMinutes").GetInt32()));
            yield return entry.ToJsonString();
        }
    }
}
