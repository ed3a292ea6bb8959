namespace Conferencing.Server.Tests.Rig;

/// <summary>Rooms with certified devices, and forms full of words that nobody else may read.</summary>
internal static class SecretForms
{
    /// <summary>In every text of a secret form.</summary>
    public const string Word = "Bí-mật-4711";

    /// <summary>Gives the rooms' devices a certificate good until that day; null takes it away.</summary>
    public static async Task Certify(this ApiClient admin, DateOnly? until, params Guid[] rooms)
    {
        var known = (await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray().ToDictionary(room => room.GetProperty("id").GetGuid());
        foreach (var id in rooms)
        {
            var room = known[id];
            var endpoints = room.GetProperty("endpoints").EnumerateArray().Select(endpoint => new
            {
                address = endpoint.GetProperty("address").GetString(),
                certificate = until is null ? null : "CY-2026/0815",
                certifiedUntil = until?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            });
            (await admin.Put($"/api/rooms/{id}", new { name = room.GetProperty("name").GetString(), endpoints = endpoints.ToArray() })).Expect(200);
        }
    }

    public static Dictionary<string, object?> Secret(DateTimeOffset start, Guid[] rooms, string secrecy = "secret") => new(Bookings.Form(start, start.AddHours(1), rooms, $"Họp {Word}"))
    {
        ["note"] = $"Ghi chú {Word}",
        ["secrecy"] = secrecy,
        ["dossier"] = new
        {
            invitationNumber = Word,
            chairPerson = $"Ông {Word}",
            secretary = $"Bà {Word}",
            helpWanted = true,
            helpNote = Word,
            technicianNote = Word,
            agenda = new[] { new { topic = $"Mục {Word}", speaker = $"Người {Word}" } },
            links = new[] { new { title = Word, url = $"https://example.vn/{Word}" } },
        },
    };
}
