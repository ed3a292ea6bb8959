using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>
/// A server with its bridge, rooms played by real clients, and a capture of all they say to each other: what every end-to-end
/// test stands on. Disposing ends them all.
/// </summary>
internal sealed class Province : IAsyncDisposable
{
    private static readonly TimeSpan Stretch = TimeSpan.FromSeconds(1.5);

    private readonly WorkFolder _folder = new();
    private readonly List<Baresip> _phones = [];
    private readonly List<Sipp> _sipps = [];
    private Capture? _capture;
    private ServerProcess? _server;
    private ServerApi? _api;

    private Province()
    {
    }

    public Capture Capture => _capture!;

    public ServerProcess Server => _server!;

    public ServerApi Api => _api!;

    public string Folder => _folder.Path;

    public Guid Conference { get; private set; }

    public Guid Briefing { get; private set; }

    /// <summary>When the rooms are called.</summary>
    public DateTimeOffset ConnectAt { get; private set; }

    public List<RealRoom> Rooms { get; } = [];

    /// <summary>Rooms to be called at a lower rate, kbit/s.</summary>
    public Dictionary<Guid, int> Lowered { get; } = [];

    public static async Task<Province> Start(params string[] settings)
    {
        var province = new Province();
        try
        {
            province._capture = await Capture.Start(province.Folder);
            province._server = await ServerProcess.Start(province.Folder, settings);
            province._api = await ServerApi.SetUp(province._server);
        }
        catch
        {
            await province.DisposeAsync();
            throw;
        }
        return province;
    }

    public async Task<(RealRoom Room, Baresip Phone)> AddPhone(BaresipOptions options, string? address = null)
    {
        var phone = await Baresip.Start(Folder, options);
        _phones.Add(phone);
        return (await AddRoom($"Phòng {options.Name}", address ?? phone.Uri, phone.SipPort, options.ToneHz), phone);
    }

    public async Task<(RealRoom Room, Sipp Sipp)> AddSipp(Sipp sipp)
    {
        _sipps.Add(sipp);
        return (await AddRoom($"Phòng sipp {sipp.SipPort}", sipp.Uri, sipp.SipPort, sipp.ToneHz), sipp);
    }

    public async Task<RealRoom> AddRoom(string name, string address, int sipPort, int toneHz)
    {
        var room = new RealRoom(name, await Api.AddRoom(name, address), sipPort, toneHz);
        Rooms.Add(room);
        return room;
    }

    /// <summary>Books a session of all rooms added so far, to be called after a while.</summary>
    public async Task Book(TimeSpan connectsIn)
    {
        // The API keeps whole milliseconds at least; a round moment compares cleanly.
        var at = DateTimeOffset.UtcNow + connectsIn;
        ConnectAt = new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddSeconds(1);
        var booked = await Api.Book(ConnectAt, [.. Rooms.Select(room => room.Id)], Lowered);
        (Briefing, Conference) = (booked.Briefing, booked.Conference);
    }

    public async Task<BoardSnapshot> Board() => await Api.FindBoard(Conference) ?? throw new InvalidOperationException("The session is not on the board.");

    public async Task WaitUntil(TimeSpan within, Func<BoardSnapshot, bool> isSo, string what)
    {
        BoardSnapshot? last = null;
        await Eventually.True(
            within, async () => (last = await Api.FindBoard(Conference)) is not null && isSo(last), () => $"{what}\n{Describe(last)}\n{Server.Log}");
    }

    public Task WaitFor(RealRoom room, LegState state, TimeSpan within)
        => WaitUntil(within, board => board.Participants.Any(p => p.RoomId == room.Id && p.State == state), $"{room.Name} {state}");

    /// <summary>Books, waits for the connect time, and for every room to be in.</summary>
    /// <param name="connectsIn">Seconds until the connect time, to which the clock adds up to one; a busy machine may need them for the booking.</param>
    /// <returns>How long, from the connect time on, the machine was short of processors.</returns>
    public async Task<TimeSpan> BookAndConnect(int connectsIn = 1)
    {
        await Book(TimeSpan.FromSeconds(connectsIn));
        // A machine that is busy enough has let the moment pass while it booked.
        if (ConnectAt - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero) await Task.Delay(left);
        var shortage = ProcessorShortage.Measure();
        await WaitUntilAllConnected(TimeSpan.FromSeconds(20));
        return shortage.SoFar;
    }

    public Task WaitUntilAllConnected(TimeSpan within)
        => WaitUntil(within, board => board.Participants.Length == Rooms.Count && board.Participants.All(p => p.State == LegState.Connected), "all connected");

    /// <summary>The port at which a room's newest call receives sound, from the SDP of its answer.</summary>
    public int RtpPortOf(RealRoom room)
        => Capture.SipAt(room.SipPort).Last(m => m.Status == 200 && m.Method == "INVITE").AudioPort;

    /// <summary>At which of its ports a phone of one call is sent sound.</summary>
    public int PortOf(Baresip phone) => Assert.Single(phone.RtpPorts, port => Capture.RtpTo(port).Exists(stream => stream.Packets.Count > 25));

    /// <summary>The stream the bridge sent to a port; the test fails when there are several that last.</summary>
    public CapturedRtpStream StreamTo(int rtpPort) => Assert.Single(Capture.RtpTo(rtpPort), stream => stream.Packets.Count > 25);

    /// <summary>What a room was sent in a stretch of time, as sound.</summary>
    public short[] SoundTo(RealRoom room, DateTimeOffset from, DateTimeOffset until)
    {
        var streams = Capture.RtpTo(RtpPortOf(room)).Where(s => s.End > from && s.Begin < until).ToList();
        return streams.Count == 0 ? [] : streams.MaxBy(s => s.Packets.Count)!.Decode(from, until);
    }

    /// <summary>Until so much sound was sent to each of these phones since this moment.</summary>
    public Task WaitUntilEachIsSent(IReadOnlyCollection<Baresip> phones, DateTimeOffset since, TimeSpan sound) =>
        Eventually.True(sound + TimeSpan.FromSeconds(30), () => phones.All(phone => IsSent(phone.RtpPorts, since, sound)), () => Server.Log);

    /// <summary>Until the last second and a half of what was sent to one of these ports, as sound, is as it should be.</summary>
    public Task WaitUntilHeard(IReadOnlyCollection<int> rtpPorts, Func<short[], bool> isSo, string what)
    {
        var begun = DateTimeOffset.UtcNow;
        return Eventually.True(
            TimeSpan.FromSeconds(30),
            () =>
            {
                var from = DateTimeOffset.UtcNow - Stretch;
                if (from < begun || NewestTo(rtpPorts) is not { } stream || stream.End < from + (Stretch / 2)) return false;
                return isSo(stream.Decode(from, DateTimeOffset.MaxValue));
            },
            () => $"{what}\n{Server.Log}");
    }

    /// <summary>Until sound is sent to one of these ports, after this moment.</summary>
    public Task WaitUntilSpokenTo(IReadOnlyCollection<int> rtpPorts, DateTimeOffset after) =>
        Eventually.True(TimeSpan.FromSeconds(15), () => NewestTo(rtpPorts) is { } stream && stream.Begin > after, () => Server.Log);

    /// <summary>Until every room was sent so much sound since this moment.</summary>
    public Task WaitUntilSent(DateTimeOffset since, TimeSpan sound) => Eventually.True(
        sound + TimeSpan.FromSeconds(20), () => Rooms.TrueForAll(room => IsSent([RtpPortOf(room)], since, sound)), () => Server.Log);

    /// <summary>Until so much sound was sent to one of these ports since this moment.</summary>
    public Task WaitUntilSent(IReadOnlyCollection<int> rtpPorts, DateTimeOffset since, TimeSpan sound) =>
        Eventually.True(sound + TimeSpan.FromSeconds(20), () => IsSent(rtpPorts, since, sound), () => Server.Log);

    private bool IsSent(IReadOnlyCollection<int> rtpPorts, DateTimeOffset since, TimeSpan sound) =>
        rtpPorts.SelectMany(Capture.RtpTo).Any(stream => stream.Packets.Count(packet => packet.At >= since) >= sound.TotalSeconds * 50);

    /// <summary>When a room's newest call was first sent sound.</summary>
    public DateTimeOffset SoundBegan(RealRoom room) => Capture.RtpTo(RtpPortOf(room)).Min(stream => stream.Begin);

    private CapturedRtpStream? NewestTo(IReadOnlyCollection<int> rtpPorts) => rtpPorts.SelectMany(Capture.RtpTo).MaxBy(stream => stream.Begin);

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
            await phone.DisposeAsync();
        foreach (var sipp in _sipps)
            sipp.Dispose();
        _api?.Dispose();
        _server?.Dispose();
        _capture?.Dispose();
        _folder.Dispose();
    }

    private static string Describe(BoardSnapshot? board)
    {
        if (board is null) return "No board.";
        var tiles = board.Participants.Select(p => $"  {p.Name}: {p.State} {p.Reason} {p.Detail} muted={p.Muted} attempts={p.Attempts} next={p.NextDialAt}");
        return $"{string.Join("\n", tiles)}\n  {board.Head.Phase} bridge online: {board.Head.BridgeOnline}";
    }
}

/// <summary>A room of the province and where its client listens.</summary>
internal sealed record RealRoom(string Name, Guid Id, int SipPort, int ToneHz);
