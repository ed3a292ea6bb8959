using Conferencing.Server.Data;

namespace Conferencing.Server.Tests.Rig;

/// <summary>What lines and ports carry in the end, counted in plain SQL at every moment a session begins: use never rises at any other.</summary>
internal static class CapacityCheck
{
    private const string Moments = "WITH moment(at) AS (SELECT DISTINCT Start FROM OccurrenceRooms WHERE NOT Off)";

    private const string Ports =
        $"""
        {Moments} SELECT coalesce(max(used), 0) FROM (
          SELECT (SELECT count(*) FROM OccurrenceRooms held WHERE NOT held.Off AND held.Start <= moment.at AND moment.at < held."end") AS used FROM moment) AS counted
        """;

    private static string Kbits(int usual) =>
        $"""
        WITH RECURSIVE way(line, above) AS (SELECT Id, Id FROM Lines UNION SELECT way.line, Lines.ParentId FROM way JOIN Lines ON Lines.Id = way.above WHERE Lines.ParentId IS NOT NULL),
        load(room, line, kbits) AS (SELECT Rooms.Id, way.above, {usual} FROM Rooms JOIN Sites ON Sites.Id = Rooms.SiteId JOIN way ON way.line = Sites.LineId),
        moment(at) AS (SELECT DISTINCT Start FROM OccurrenceRooms WHERE NOT Off)
        SELECT Lines.Name, max(used.kbits) FROM Lines JOIN (
          SELECT load.line, moment.at, sum(CASE WHEN held.Kbits < load.kbits THEN held.Kbits ELSE load.kbits END) AS kbits FROM moment
          JOIN OccurrenceRooms held ON NOT held.Off AND held.Start <= moment.at AND moment.at < held."end" JOIN load ON load.room = held.RoomId
          GROUP BY load.line, moment.at) AS used ON used.line = Lines.Id
        GROUP BY Lines.Name, Lines.Kbits HAVING max(used.kbits) > Lines.Kbits
        """;

    /// <summary>Every line, and the ports, that carry more than they may: "name most".</summary>
    public static async Task<string[]> Exceeded(RunningServer server, int schedulable, int usualKbits)
    {
        var lines = await server.Service<PlainSql>().Read(Kbits(usualKbits), row => $"{row.GetString(0)} {row.GetInt64(1)}", CancellationToken.None);
        var ports = await MostPorts(server);
        return [.. lines, .. ports > schedulable ? new[] { $"ports {ports}" } : []];
    }

    public static async Task<long> MostPorts(RunningServer server) => (await server.Service<PlainSql>().Read(Ports, row => row.GetInt64(0), CancellationToken.None))[0];
}
