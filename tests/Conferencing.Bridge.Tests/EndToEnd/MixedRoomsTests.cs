using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>Eight rooms of two makes in four codecs, encrypted and plain, in one session: each recording holds the seven others, and no packet is late.</summary>
[Collection(RealClients.Name)]
public sealed class MixedRoomsTests
{
    private static readonly TimeSpan GapLimit = TimeSpan.FromMilliseconds(100);

    private static readonly (string Name, string Codec, string? Encryption, string Heard)[] Phones =
    [
        ("mot", "PCMA/8000/1", null, "PCMA"),
        ("hai", "G722/16000/1", null, "G722"),
        ("ba", "opus/48000/2", null, "opus"),
        ("bon", "PCMU/8000/1", "srtp-mand", "PCMU"),
        ("nam", "opus/48000/2", "srtp-mand", "opus"),
        ("sau", "G722/16000/1", "srtp", "G722"),
    ];

    [Fact]
    public async Task Each_of_eight_rooms_hears_the_seven_others_and_not_itself()
    {
        await using var province = await Province.Start();
        var phones = new List<(RealRoom Room, Baresip Phone)>();
        foreach (var (name, codec, encryption, _) in Phones)
            phones.Add(await province.AddPhone(new BaresipOptions(name, Tones.FrequenciesHz[phones.Count]) { Codecs = [codec], Encryption = encryption }));
        using var sealedPhone = await Linphone.Start(province.Folder, "lin-kin", Tones.FrequenciesHz[6], encrypted: true);
        using var openPhone = await Linphone.Start(province.Folder, "lin-mo", Tones.FrequenciesHz[7]);
        var insists = await province.AddRoom("Phòng linphone kín", sealedPhone.Uri("udp"), sealedPhone.SipPort, Tones.FrequenciesHz[6]);
        var open = await province.AddRoom("Phòng linphone", openPhone.Uri("udp"), openPhone.SipPort, Tones.FrequenciesHz[7]);

        await province.BookAndConnect();
        var allIn = DateTimeOffset.UtcNow;
        var sound = TimeSpan.FromSeconds(6);
        await province.WaitUntilEachIsSent([.. phones.Select(one => one.Phone)], allIn, sound);
        await province.WaitUntilSent([sealedPhone.RtpPort], allIn, sound);
        await province.WaitUntilSent([openPhone.RtpPort], allIn, sound);
        await province.WaitUntil(TimeSpan.FromSeconds(10), board => board.Participants.All(one => one.Media is not null), "measured");
        var board = await province.Board();
        var ended = DateTimeOffset.UtcNow;
        await province.Api.End(province.Conference);
        await province.WaitUntil(TimeSpan.FromSeconds(8), one => one.Head.Phase == ConferencePhase.Ended, "ended");
        foreach (var (_, phone) in phones)
            phone.Stop();
        sealedPhone.Quit();
        openPhone.Quit();
        province.Capture.Stop();
        var ports = new Dictionary<Guid, int> { [insists.Id] = sealedPhone.RtpPort, [open.Id] = openPhone.RtpPort };
        foreach (var (room, phone) in phones)
            ports.Add(room.Id, province.PortOf(phone));

        Assert.Equal([.. Phones.Select(phone => phone.Heard)], phones.Select(one => Of(board, one.Room).Media!.Codec));
        Assert.Equal(
            [.. Phones.Select(phone => phone.Encryption is not null), true, false],
            province.Rooms.Select(room => Of(board, room).Media!.Encryption is not null));
        foreach (var (room, phone) in phones)
            HeardTheOthers(province, Of(board, room), Tones.ReadWav(Assert.Single(phone.Recordings)), allIn - province.StreamTo(ports[room.Id]).Begin);
        HeardTheOthers(province, Of(board, insists), Tones.ReadWav(sealedPhone.Recording), allIn - province.StreamTo(sealedPhone.RtpPort).Begin);
        HeardTheOthers(province, Of(board, open), Tones.ReadWav(openPhone.Recording), allIn - province.StreamTo(openPhone.RtpPort).Begin);
        Assert.All(province.Rooms, room => Assert.Empty(province.Capture.GapsTo(ports[room.Id], GapLimit, allIn, ended)));
        Assert.All(province.Rooms, room => Assert.True(
            province.StreamTo(ports[room.Id]).Within(allIn, ended).IsUnbroken(Of(board, room).Media!.Codec == "opus" ? 960 : 160)));
    }

    private static BoardParticipant Of(BoardSnapshot board, RealRoom room) => board.Participants.Single(one => one.RoomId == room.Id);

    /// <summary>From a second after everybody was in.</summary>
    private static void HeardTheOthers(Province province, BoardParticipant tile, short[] recorded, TimeSpan untilAllIn)
    {
        var room = province.Rooms.Single(one => one.Id == tile.RoomId);
        int from = (int)(untilAllIn.TotalSeconds + 1) * Tones.RateHz;
        short[] sound = recorded.AsSpan(from, 4 * Tones.RateHz).ToArray();
        foreach (var other in province.Rooms.Where(other => other != room))
        {
            double heard = Tones.TypicalDbfs(sound, other.ToneHz);
            Assert.True(heard is >= Tones.HeardDbfs and < -15, $"{room.Name} heard {other.Name} at {heard:0} dBFS");
        }

        double own = Tones.HighDbfs(sound, room.ToneHz);
        Assert.True(own <= Tones.SilentIn(tile.Media!.Codec), $"{room.Name} heard itself at {own:0} dBFS");
    }
}
