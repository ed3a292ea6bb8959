using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Sip;

/// <summary>What the database wants of the bridge's SIP port, as a value with its revision. It sends nothing.</summary>
internal sealed class SipPlanMaker(
    PlainSql sql, WriteGate gate, SipSecrets secrets, DefenceOptions defence, RegistrarOptions registrar, HeartbeatOptions heartbeat)
    : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The plan of this moment: a new revision if it says something new.</summary>
    public async Task<SignallingPlan> Make(ImmutableArray<LiftedBan> lifted, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var wanted = await Read(cancel) with { Lifted = lifted };
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(wanted, ContractJson.Options))));
            var known = (await Fact(FactRow.SignallingPlan, cancel))?.Split(' ') ?? ["0", ""];
            var revision = long.Parse(known[0], CultureInfo.InvariantCulture);
            if (known[1] != digest)
                await Keep(FactRow.SignallingPlan, string.Create(CultureInfo.InvariantCulture, $"{++revision} {digest}"), cancel);
            return wanted with { Revision = revision, Registrations = await Registrations(cancel) };
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    public Task KeepRegistrations(ImmutableArray<SipRegistration> registrations, CancellationToken cancel) =>
        Keep(FactRow.Registrations, JsonSerializer.Serialize(registrations, ContractJson.Options), cancel);

    private async Task<SignallingPlan> Read(CancellationToken cancel)
    {
        var accounts = await sql.Read(
            "SELECT UserName, Md5, Sha256 FROM SipAccounts WHERE Realm = @realm ORDER BY UserName",
            row => new SipAccountPlan(row.GetString(0), row.GetString(1), row.GetString(2)), cancel, ("@realm", registrar.Realm));
        var endpoints = await sql.Read(
            """
            SELECT one.Address, one.OutgoingUser, one.OutgoingSecret FROM Endpoints AS one
            JOIN Rooms AS room ON room.Id = one.RoomId WHERE room.Active ORDER BY one.Address
            """,
            row => (Address: row.GetString(0), User: row.IsDBNull(1) ? null : row.GetString(1), Secret: row.IsDBNull(2) ? null : row.GetString(2)), cancel);
        var trusted = defence.TrustedPeers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new SignallingPlan
        {
            Revision = 0,
            Realm = registrar.Realm,
            Accounts = [.. accounts],
            Algorithms = [.. registrar.Algorithms.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            KnownPeers = [.. endpoints.Select(one => RegisteredAddress.HostOf(one.Address)).OfType<string>().Concat(trusted).Distinct()],
            Watched = [.. endpoints.Select(one => one.Address).Distinct()],
            HeartbeatSeconds = heartbeat.Seconds,
            Credentials = [.. endpoints.Select(one => Credential(one.Address, one.User, one.Secret)).OfType<SipCredentialPlan>()],
        };
    }

    private SipCredentialPlan? Credential(string address, string? user, string? secret) =>
        user is not null && secret is not null && RegisteredAddress.HostOf(address) is { } host && secrets.Open(secret) is { } password
            ? new SipCredentialPlan(host, user, password)
            : null;

    private async Task<ImmutableArray<SipRegistration>> Registrations(CancellationToken cancel) => await Fact(FactRow.Registrations, cancel) is { } json
        ? JsonSerializer.Deserialize<ImmutableArray<SipRegistration>>(json, ContractJson.Options)
        : [];

    private async Task<string?> Fact(string name, CancellationToken cancel) =>
        (await sql.Read("SELECT Value FROM Facts WHERE Name = @name", row => row.GetString(0), cancel, ("@name", name))).SingleOrDefault();

    private Task Keep(string name, string value, CancellationToken cancel) => gate.WritePlain(
        connection => PlainSql.Execute(
            connection, "INSERT INTO Facts (Name, Value) VALUES (@name, @value) ON CONFLICT (Name) DO UPDATE SET Value = @value", cancel,
            ("@name", name), ("@value", value)),
        cancel);
}
