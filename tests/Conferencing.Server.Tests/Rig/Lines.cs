namespace Conferencing.Server.Tests.Rig;

/// <summary>Lines, and sites with rooms on them.</summary>
internal static class Lines
{
    public static async Task<Guid> AddLine(this ApiClient admin, string name, int kbits, Guid? parentId = null) =>
        (await admin.Post("/api/lines", new { name, kbits, parentId })).Expect(201).Id;

    /// <summary>Gives the room, which hangs on a line already, a device that takes so much of it, and one that takes what is usual.</summary>
    public static async Task SetRate(this ApiClient admin, Guid room, int kbits)
    {
        var known = (await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray().First(one => one.GetProperty("id").GetGuid() == room);
        (await admin.Put($"/api/rooms/{room}", new
        {
            name = known.GetProperty("name").GetString(),
            siteId = known.GetProperty("siteId").GetGuid(),
            endpoints = new object[] { new { address = $"sip:{room:N}@10.0.0.1", kbits }, new { address = $"sip:{room:N}@10.0.0.2" } },
        })).Expect(200);
    }

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
