using System.Data.Common;
using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Access;

/// <summary>The database itself refuses to alter the trail; where somebody takes that guard away, the digests tell.</summary>
[Trait(TestDatabases.Trait, TestDatabases.Once)]
public sealed class AuditGuardTests
{
    [Theory]
    [InlineData(TestDatabases.Sqlite)]
    [InlineData(TestDatabases.Postgres)]
    public async Task No_line_is_changed_removed_or_put_between_and_what_gets_past_the_guard_is_found(string database)
    {
        await using var server = await RunningServer.Start(null, null, await TestDatabases.On(database));
        using var admin = await server.SignedIn("admin", Role.Administrator);
        await admin.AddRooms(3);
        await using var connection = await server.Service<PlainSql>().Open(CancellationToken.None);
        string[] attacks =
        [
            "UPDATE Audit SET Who = 'ai khác'", "UPDATE Audit SET At = 0 WHERE Number = 1", "DELETE FROM Audit", "DELETE FROM Audit WHERE Number = 2",
            Copy("INSERT", 1), Copy("INSERT", 2), .. database == TestDatabases.Sqlite ? [Copy("INSERT OR REPLACE", 2)] : new[] { "TRUNCATE Audit", Copy("INSERT", 2) + " ON CONFLICT (Number) DO UPDATE SET Who = 'ai khác'" },
        ];
        foreach (var attack in attacks) await Assert.ThrowsAnyAsync<DbException>(() => Tell(attack));
        await Expect(intact: true, null, null);

        await Tell(database == TestDatabases.Sqlite ? "DROP TRIGGER Audit_NoUpdate; DROP TRIGGER Audit_NoDelete" : "ALTER TABLE Audit DISABLE TRIGGER USER");
        await Tell("UPDATE Audit SET Was = '{}' WHERE Number = 3");
        await Expect(intact: false, 3, "altered");
        await Tell("UPDATE Audit SET Was = NULL WHERE Number = 3");
        await Expect(intact: true, null, null);
        await Tell("DELETE FROM Audit WHERE Number = 2");
        await Expect(intact: false, 3, "missing");
        await Tell("DELETE FROM Audit WHERE Number < 3");
        await Expect(intact: false, 3, "beginning");

        Task Tell(string statement) => PlainSql.Execute(connection, statement, CancellationToken.None);

        async Task Expect(bool intact, long? brokenAt, string? why)
        {
            var verdict = (await admin.Post("/api/audit/verify")).Expect(200);
            Assert.Equal((intact, brokenAt, why), (verdict["intact"].GetBoolean(), verdict["brokenAt"].ValueKind == JsonValueKind.Null ? null : verdict["brokenAt"].GetInt64(), verdict["why"].GetString()));
        }
    }

    private static string Copy(string verb, int number) =>
        $"""
        {verb} INTO Audit (Number, At, Who, Way, Act, Kind, ThingId, Thing, Secret, Folded, Previous, Digest)
        SELECT {number}, At, 'ai khác', Way, Act, Kind, ThingId, Thing, Secret, Folded, Previous, Digest FROM Audit WHERE Number = 1
        """;
}
