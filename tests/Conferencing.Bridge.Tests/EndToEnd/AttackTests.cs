using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>Debian's attackers (sipsak, sipvicious) at the SIP port, while rooms are called and heard; and a device that registers.</summary>
[Collection(RealClients.Name)]
public sealed class AttackTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    /// <summary>This machine's own address on its network: who knocks there is no room of the province, which are all on 127.0.0.1.</summary>
    private static readonly string Outside = NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(one => one.Address)
        .First(address => address.AddressFamily == AddressFamily.InterNetwork).ToString();

    /// <summary>Names that exist (accounts, a room's device) and names that do not.</summary>
    private static readonly (string[] Real, string[] MadeUp) Names = (["dang-ky", "bi-do", "thuong"], ["khong-co", "admin", "1000"]);

    [Fact]
    public async Task Attackers_find_nothing_while_a_registered_room_is_called_and_heard()
    {
        await using var province = await Province.Start("--Heartbeat:Seconds", "2");
        var registered = await Registered(province, "dang-ky", 660);
        var (other, _) = await province.AddPhone(new BaresipOptions("thuong", 980));
        await province.Api.AddSipAccount("bi-do");
        string[] names = await WordList(province, "names.txt", [.. Names.Real, .. Names.MadeUp]);

        // While the rooms are called: who is there, and which names exist?
        await province.Book(TimeSpan.FromSeconds(3));
        var map = Attack(20, "svmap", "-p", Port(province), Outside);
        var ping = Attack(10, "sipsak", "-vv", "-s", $"sip:dang-ky@{Outside}:{province.Server.SipPort}");
        var wars = new[] { "REGISTER", "INVITE", "OPTIONS" }.Select(method => Attack(20, "svwar", ["-p", Port(province), "-m", method, .. names, Outside])).ToList();
        await province.WaitUntilAllConnected(TimeSpan.FromSeconds(30));
        var connected = DateTimeOffset.UtcNow;
        Assert.DoesNotContain($"{Outside}:{province.Server.SipPort}", await map, StringComparison.Ordinal);
        Assert.DoesNotContain("SIP/2.0 200", await ping, StringComparison.Ordinal);
        foreach (var war in await Task.WhenAll(wars))
            Assert.DoesNotContain("auth |", war.Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // Those that go on although everybody is challenged alike learn nothing either.
        foreach (var method in new[] { "REGISTER", "INVITE" })
            AllAlike(await Attack(20, "svwar", ["-p", Port(province), "--force", "-m", method, .. names, Outside]));
        await Heard(province, registered, other, connected);

        // A flood, while a room is hung up and called again.
        var flood = Attack(12, "sipsak", "-F", "-e", "2000000", "-s", $"sip:dang-ky@{Outside}:{province.Server.SipPort}");
        var trash = Attack(10, "sipsak", "-R", "-t", "50", "-s", $"sip:dang-ky@{Outside}:{province.Server.SipPort}");
        await province.Api.Act(province.Conference, other.Id, "hang-up");
        await province.WaitUntil(Soon, board => board.Participants.Single(one => one.RoomId == other.Id).State != LegState.Connected, "hung up");
        await province.Api.Act(province.Conference, other.Id, "call");
        await province.WaitUntilAllConnected(TimeSpan.FromSeconds(30));
        connected = DateTimeOffset.UtcNow;
        await Task.WhenAll(flood, trash);
        await Heard(province, registered, other, connected);

        // Passwords, until it is banned.
        connected = DateTimeOffset.UtcNow;
        var crack = await Crack(province, "dang-ky", [.. Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"matkhau{i}"))]);
        Assert.DoesNotContain("dang-ky", crack, StringComparison.Ordinal);
        await Eventually.True(Soon, async () => Bans(await province.Api.SipPort()).Contains(Outside), () => crack + province.Server.Log);
        await Heard(province, registered, other, connected);
        await Eventually.True(Soon, async () => (await province.Api.Reach()).EnumerateArray().All(one => one.GetProperty("state").GetString() == "answers"));
        await province.WaitUntilAllConnected(Soon);
    }

    /// <summary>That it finds nothing above would mean little if it could not.</summary>
    [Fact]
    public async Task The_attackers_tool_finds_a_password_that_is_among_its_words()
    {
        await using var province = await Province.Start();
        var password = await province.Api.AddSipAccount("bi-do");
        await Eventually.True(Soon, async () => (await Crack(province, "bi-do", ["matkhau", password])).Contains(password, StringComparison.Ordinal), () => province.Server.Log);
    }

    [Fact]
    public async Task A_phone_with_a_wrong_password_is_refused_and_not_banned()
    {
        await using var province = await Province.Start();
        await province.Api.AddSipAccount("nham");
        await using var phone = await Baresip.Start(province.Folder, new BaresipOptions("nham", 660) { RegistrarPort = province.Server.SipPort, Password = "sai" });
        await Eventually.True(Soon, async () => Refused(await province.Api.SipPort(), "WrongPassword") >= 1, () => phone.Log + province.Server.Log);
        var port = await province.Api.SipPort();
        Assert.Empty(Bans(port));
        Assert.Equal(0, port.GetProperty("registrations").GetArrayLength());
    }

    private static async Task<RealRoom> Registered(Province province, string name, int toneHz)
    {
        var password = await province.Api.AddSipAccount(name);
        var options = new BaresipOptions(name, toneHz) { RegistrarPort = province.Server.SipPort, Password = password };
        var (room, phone) = await province.AddPhone(options, $"registered:{name}");
        // Before the bridge knows the account it answers nothing, and the phone takes its time to ask again.
        await Eventually.True(
            TimeSpan.FromSeconds(45), async () => (await province.Api.SipPort()).GetProperty("registrations").GetArrayLength() == 1, () => phone.Log + province.Server.Log);
        return room;
    }

    /// <summary>Since this moment both hear each other, in every stretch of four seconds.</summary>
    private static async Task Heard(Province province, RealRoom one, RealRoom two, DateTimeOffset since)
    {
        // A moment for the first words after the call; from then on there must be sound.
        var (from, stretch) = (since.AddSeconds(1), TimeSpan.FromSeconds(4));
        if (from + stretch - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero) await Task.Delay(left);
        for (var until = DateTimeOffset.UtcNow; from + stretch <= until; from += stretch)
        {
            foreach (var (listener, talker) in new[] { (one, two), (two, one) })
            {
                var level = Tones.TypicalDbfs(province.SoundTo(listener, from, from + stretch), talker.ToneHz);
                Assert.True(level > Tones.HeardDbfs, $"{listener.Name} heard {talker.Name} at {level:0} dBFS from {from:HH:mm:ss.f}\n{province.Server.Log}");
            }
        }
    }

    /// <summary>Of svwar's table: every name has the same verdict.</summary>
    private static void AllAlike(string said)
    {
        string[] all = [.. Names.Real, .. Names.MadeUp];
        var verdicts = said.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 2)
            .Where(cells => all.Contains(cells[1])).ToDictionary(cells => cells[1], cells => cells[2]);
        Assert.True(verdicts.Count == 0 || (verdicts.Count == all.Length && verdicts.Values.Distinct().Count() == 1), said);
    }

    private static async Task<string> Crack(Province province, string user, string[] words) =>
        await Attack(30, "svcrack", ["-p", Port(province), "-u", user, .. await WordList(province, $"words-{user}.txt", words), Outside]);

    private static async Task<string[]> WordList(Province province, string name, string[] words)
    {
        var file = Path.Combine(province.Folder, name);
        await File.WriteAllLinesAsync(file, words);
        return ["-d", file];
    }

    private static string Port(Province province) => province.Server.SipPort.ToString(CultureInfo.InvariantCulture);

    private static List<string?> Bans(System.Text.Json.JsonElement port) =>
        [.. port.GetProperty("bans").EnumerateArray().Select(ban => ban.GetProperty("source").GetString())];

    private static long Refused(System.Text.Json.JsonElement port, string name) =>
        port.GetProperty("refusals").EnumerateArray().Where(one => one.GetProperty("name").GetString() == name).Sum(one => one.GetProperty("value").GetInt64());

    /// <summary>Runs an attacker for at most so many seconds; all it said.</summary>
    private static async Task<string> Attack(int seconds, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("timeout") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[seconds.ToString(CultureInfo.InvariantCulture), ClientProgram.Find(program, program), .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return await said + await complained;
    }
}
