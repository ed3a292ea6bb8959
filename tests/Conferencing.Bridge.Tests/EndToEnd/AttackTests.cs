using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Conferencing.Bridge.Tests.Endpoints;

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

    [Fact]
    public async Task Attackers_find_nothing_while_a_registered_room_is_called_and_heard()
    {
        await using var province = await Province.Start("--Heartbeat:Seconds", "2");
        var registered = await Registered(province, "dang-ky", 660);
        var (other, _) = await province.AddPhone(new BaresipOptions("thuong", 980));

        var flood = Attack(15, "sipsak", "-F", "-e", "2000000", "-s", $"sip:dang-ky@{Outside}:{province.Server.SipPort}");
        await province.BookAndConnect();
        var map = Attack(20, "svmap", "-p", Port(province), Outside);
        var war = Attack(20, "svwar", "-p", Port(province), "-D", "-m", "REGISTER", "-e", "990-1010", Outside);
        var trash = Attack(10, "sipsak", "-R", "-t", "50", "-s", $"sip:dang-ky@{Outside}:{province.Server.SipPort}");
        var from = DateTimeOffset.UtcNow;
        await Task.Delay(TimeSpan.FromSeconds(4));
        var until = DateTimeOffset.UtcNow;
        await Task.WhenAll(flood, map, war, trash);

        Assert.True(Tones.TypicalDbfs(province.SoundTo(registered, from, until), other.ToneHz) > Tones.HeardDbfs);
        Assert.True(Tones.TypicalDbfs(province.SoundTo(other, from, until), registered.ToneHz) > Tones.HeardDbfs);
        Assert.DoesNotContain($"{Outside}:{province.Server.SipPort}", await map, StringComparison.Ordinal);
        Assert.DoesNotContain("reqauth", await war, StringComparison.Ordinal);
        await province.WaitUntilAllConnected(Soon);

        var crack = await Crack(province, "dang-ky");
        Assert.DoesNotContain("The password for", crack, StringComparison.Ordinal);
        await Eventually.True(Soon, async () => Bans(await province.Api.SipPort()).Contains(Outside), () => province.Server.Log);
        await Eventually.True(Soon, async () => (await province.Api.Reach()).EnumerateArray().All(one => one.GetProperty("state").GetString() == "answers"));
        await province.WaitUntilAllConnected(Soon);
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
        await Eventually.True(
            Soon, async () => (await province.Api.SipPort()).GetProperty("registrations").GetArrayLength() == 1, () => phone.Log + province.Server.Log);
        return room;
    }

    private static async Task<string> Crack(Province province, string user)
    {
        var words = Path.Combine(province.Folder, "words.txt");
        await File.WriteAllLinesAsync(words, Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"matkhau{i}")));
        return await Attack(30, "svcrack", "-p", Port(province), "-u", user, "-d", words, Outside);
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
