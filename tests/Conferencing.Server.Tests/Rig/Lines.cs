namespace Conferencing.Server.Tests.Rig;

/// <summary>Lines, and sites with rooms on them.</summary>
internal static class Lines
{
    public static async Task<Guid> AddLine(this ApiClient admin, string name, int kbits, Guid? parentId = null) =>
        (await admin.Post("/api/lines", new { name, kbits, parentId })).Expect(201).Id;

    /// <summary>A new site on the line, with these rooms in it.</summary>
    public static async Task HangOn(this ApiClient admin, Guid line, params Guid[] rooms)
    {
        var site = (await admin.Post("/api/sites", new { name = $"Nơi {line}", lineId = line })).Expect(201).Id;
        var known = (await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray().ToDictionary(room => room.GetProperty("id").GetGuid());
        foreach (var id in rooms)
        {
            var endpoints = known[id].GetProperty("endpoints").EnumerateArray().Select(endpoint => new { address = endpoint.GetProperty("address").GetString() }).ToArray();
            (await admin.Put($"/api/rooms/{id}", new { name = known[id].GetProperty("name").GetString(), siteId = site, endpoints })).Expect(200);
        }
    }
}
