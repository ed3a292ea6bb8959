using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>Agenda and links that were kept for one session of a series, when the series is changed afterwards.</summary>
public sealed class OwnPapersTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = SeriesForms.Monday();
    private Desk _desk = null!;
    private ApiClient _secretary = null!;
    private Guid _account;
    private ApiAnswer _series = null!;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(2);
        _secretary = await _desk.Server.SignedIn("lan");
        _account = (await _secretary.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        var booked = (await _desk.Approver.Post("/api/briefings", Form(Start, _account))).Expect(201);
        _series = (await Keep(_secretary, booked.Id, 1, booked.Session(1))).Expect(200);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public void They_are_that_sessions_alone_and_do_not_make_it_one_that_was_changed()
    {
        Assert.Equal(["", "Mưa lũ", ""], Topics(_series));
        Assert.All(_series["occurrences"].EnumerateArray(), session => Assert.False(session.GetProperty("edited").GetBoolean()));
    }

    [Theory]
    [InlineData(0, 2, false)]
    [InlineData(0, 2, true)]
    [InlineData(2, 0, false)]
    [InlineData(-1, 1, false)]
    public async Task It_moves_with_the_series_and_keeps_them(int days, int hours, bool overwriteEdited)
    {
        var start = Start.AddDays(days).AddHours(hours);
        var moved = await Change(Form(start, _account).With("overwriteEdited", overwriteEdited));
        Assert.Equal(SeriesForms.Weeks(start, 0, 1, 2), moved.Times());
        Assert.Equal(["", "Mưa lũ", ""], Topics(moved));
    }

    [Fact]
    public async Task Another_secretary_of_the_series_takes_that_session_too()
    {
        // Also one that was changed by itself, with the secretary it had from the series.
        var session = _series.Session(2);
        var own = Bookings.Form(Start.AddDays(14).AddHours(3), Start.AddDays(14).AddHours(4), _desk.Rooms).With("dossier", new { secretaryId = _account, chairPerson = "Ông Nam" });
        _series = await Change(own.With("scope", "this").With("occurrenceId", session));
        var clerk = (await _desk.Clerk.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        var changed = await Change(Form(Start, clerk));
        Assert.Equal(["", "Mưa lũ", ""], Topics(changed));
        Assert.Equal("Ông Nam", changed["occurrences"][2].GetProperty("dossier").GetProperty("chairPerson").GetString());
        Assert.Equal(403, (await _secretary.Get($"/api/briefings/{_series.Id}")).Code);
        Assert.Empty((await _secretary.Get("/api/briefings/mine")).Expect(200).Body.EnumerateArray());
        Assert.Equal(3, (await _desk.Clerk.Get($"/api/briefings/{_series.Id}"))["may"].GetProperty("leads").GetArrayLength());
    }

    [Fact]
    public async Task A_cancelled_session_has_none_to_keep()
    {
        (await _desk.Approver.Post($"/api/briefings/{_series.Id}/cancel", new { scope = "this", occurrenceId = _series.Session(1) })).Expect(200);
        var read = (await _secretary.Get($"/api/briefings/{_series.Id}")).Expect(200);
        Assert.Equal(2, read["may"].GetProperty("leads").GetArrayLength());
        Assert.Equal("isCancelled", (await Keep(_secretary, _series.Id, read["version"].GetInt32(), _series.Session(1))).Expect(409).Problem);
    }

    private Dictionary<string, object?> Form(DateTimeOffset start, Guid secretary) => SeriesForms.Weekly(start, _desk.Rooms, 3).With("dossier", new { secretaryId = secretary });

    private async Task<ApiAnswer> Change(Dictionary<string, object?> form) =>
        (await _desk.Approver.Put($"/api/briefings/{_series.Id}", form.With("version", _series["version"].GetInt32()))).Expect(200);

    private static Task<ApiAnswer> Keep(ApiClient person, Guid briefing, int version, Guid session) =>
        person.Put($"/api/briefings/{briefing}/papers", new { version, occurrenceId = session, agenda = new[] { new { topic = "Mưa lũ" } }, links = Array.Empty<object>() });

    private static IEnumerable<string> Topics(ApiAnswer briefing) => briefing["occurrences"].EnumerateArray().Select(session =>
        session.GetProperty("dossier") is { ValueKind: System.Text.Json.JsonValueKind.Object } dossier
            ? string.Join(' ', dossier.GetProperty("agenda").EnumerateArray().Select(item => item.GetProperty("topic").GetString())) : "");
}
