using System.Globalization;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.RoomSimulator.Sounds;

namespace Conferencing.Bridge.Tests.RoomSimulator;

/// <summary>Simulated rooms as a real phone finds them.</summary>
[Collection(RealClients.Name)]
public sealed class RoomsTests : IDisposable
{
    private readonly WorkFolder _folder = new();
    private readonly int _sipPort = Ports.Block(8);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_phone_hears_a_room_s_tone_and_finds_others_busy_or_refusing()
    {
        using var rooms = StartRooms("--count", "3", "--sound", "tones", "--ring", "0.2", "--room", "2:busy", "--room", "3:refuse");
        await using var phone = await Baresip.Start(_folder.Path, new BaresipOptions("phone", 980));
        await Eventually.True(TimeSpan.FromSeconds(10), () => Ports.IsTaken(_sipPort), () => rooms.Log);

        await phone.Do("dial", $"sip:room02@127.0.0.1:{_sipPort + 1}");
        await phone.WaitFor("CALL_CLOSED", 1, TimeSpan.FromSeconds(5));
        await phone.Do("dial", $"sip:room03@127.0.0.1:{_sipPort + 2}");
        await phone.WaitFor("CALL_CLOSED", 2, TimeSpan.FromSeconds(5));
        Assert.Equal(["486 Busy Here", "603 Decline"], phone.Events.Where(e => e.Type == "CALL_CLOSED").Select(e => e.Parameter));
        await phone.Do("dial", $"sip:room01@127.0.0.1:{_sipPort}");
        await phone.WaitFor("CALL_ESTABLISHED", 1, TimeSpan.FromSeconds(5));
        await phone.Hears(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));
        Assert.True(rooms.Terminate(TimeSpan.FromSeconds(5)), rooms.Log);
        await phone.WaitFor("CALL_CLOSED", 3, TimeSpan.FromSeconds(5));
        phone.Stop();

        Assert.Equal(0, rooms.ExitCode);
        short[] heard = Tones.ReadWav(Assert.Single(phone.Recordings));
        Assert.InRange(Tones.TypicalDbfs(heard, (int)SteadyTone.FrequencyOfRoom(0)), Tones.HeardDbfs, 0);
    }

    [Fact]
    public async Task Rooms_at_one_port_are_told_apart_and_one_of_them_hangs_up_by_itself()
    {
        using var rooms = StartRooms("--count", "2", "--shared-port", "--sound", "tones", "--ring", "0.2", "--room", "2:hang-up=1");
        await using var phone = await Baresip.Start(_folder.Path, new BaresipOptions("phone", 980));
        await Eventually.True(TimeSpan.FromSeconds(10), () => Ports.IsTaken(_sipPort), () => rooms.Log);

        await phone.Do("dial", $"sip:room02@127.0.0.1:{_sipPort}");
        await phone.WaitFor("CALL_ESTABLISHED", 1, TimeSpan.FromSeconds(5));
        await phone.WaitFor("CALL_CLOSED", 1, TimeSpan.FromSeconds(5));
        await phone.Do("dial", $"sip:room09@127.0.0.1:{_sipPort}");
        await phone.WaitFor("CALL_CLOSED", 2, TimeSpan.FromSeconds(5));

        Assert.StartsWith("404", phone.Events.Last(e => e.Type == "CALL_CLOSED").Parameter, StringComparison.Ordinal);
    }

    private ClientProgram StartRooms(params string[] arguments)
    {
        string program = typeof(SteadyTone).Assembly.Location;
        return ClientProgram.Start(
            "dotnet", "dotnet-sdk-10.0", Path.Combine(_folder.Path, "rooms.log"), _folder.Path,
            [program, "rooms", "--sip-port", Text(_sipPort), "--rtp-port", Text(Ports.Block(8)), .. arguments]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
