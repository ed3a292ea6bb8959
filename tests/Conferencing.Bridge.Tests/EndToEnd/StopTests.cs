using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>An ordinary stop ends everything and leaves nothing; a second start beside a running one refuses in one line.</summary>
[Collection(RealClients.Name)]
public sealed class StopTests
{
    [Fact]
    public async Task An_ordinary_stop_ends_every_call_and_leaves_nothing_running()
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("mot", 420));
        await province.AddPhone(new BaresipOptions("hai", 660));
        await province.BookAndConnect();
        int bridge = province.Server.BridgeProcessId!.Value;

        Assert.True(province.Server.Stop(within: TimeSpan.FromSeconds(10)), province.Server.Log);

        Assert.False(Directory.Exists($"/proc/{bridge}"), "The bridge node is still running.");
        Assert.False(Ports.IsTaken(province.Server.SipPort));
        province.Capture.Stop();
        foreach (var room in province.Rooms)
            Assert.Contains(province.Capture.SipAt(room.SipPort), m => m.IsRequest && m.Method == "BYE" && m.Source.Port == province.Server.SipPort);
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_or_port_refuses_in_one_line()
    {
        await using var province = await Province.Start();
        var (room, _) = await province.AddPhone(new BaresipOptions("mot", 420));
        await province.BookAndConnect();

        var sameFolder = await province.Server.StartRival("--Web:Port", $"{Ports.One()}", "--Sip:Port", $"{Ports.One()}");
        var samePort = await province.Server.StartRival("--Data:Folder", Path.Combine(province.Folder, "other"), "--Sip:Port", $"{Ports.One()}");

        foreach (var (exitCode, said) in new[] { sameFolder, samePort })
        {
            Assert.NotEqual(0, exitCode);
            Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        Assert.Contains("data", sameFolder.Said, StringComparison.Ordinal);
        Assert.Contains($"{province.Server.WebPort}", samePort.Said, StringComparison.Ordinal);
        Assert.Equal(LegState.Connected, (await province.Board()).Participants.Single(p => p.RoomId == room.Id).State);
    }
}
