using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>SRTP with clients nobody here wrote: encrypted and plain rooms in one session, the policy enforced, a wrong key not heard.</summary>
[Collection(RealClients.Name)]
public sealed class EncryptionTests
{
    /// <summary>The first of our offer, and baresip has it.</summary>
    private const string Suite = "AEAD_AES_256_GCM";
    private const string NotAuthentic = "conferencing_bridge_refusals_total{name=\"rtp.NotAuthentic\"}";

    [Fact]
    public async Task Rooms_that_insist_on_encryption_that_can_and_that_cannot_hear_each_other()
    {
        await using var province = await Province.Start();
        var (insists, insisting) = await province.AddPhone(Phone("bat-buoc", 0, "srtp-mand"));
        var (can, able) = await province.AddPhone(Phone("neu-duoc", 1, "srtp"));
        var (cannot, plain) = await province.AddPhone(Phone("khong", 2, null));

        await province.BookAndConnect();
        var connected = DateTimeOffset.UtcNow;
        await province.WaitUntilEachIsSent([insisting, able, plain], connected, TimeSpan.FromSeconds(6));
        await province.WaitUntil(TimeSpan.FromSeconds(10), one => one.Participants.All(room => room.Media is not null), "measured");
        var board = await province.Board();
        foreach (var phone in new[] { insisting, able, plain })
            phone.Stop();
        province.Capture.Stop();

        Assert.Equal(Suite, EncryptionOf(board, insists));
        Assert.Equal(Suite, EncryptionOf(board, can));
        Assert.Null(EncryptionOf(board, cannot));
        foreach (var (room, phone) in new[] { (insists, insisting), (can, able), (cannot, plain) })
            HeardTheOthers(province, room, Tones.ReadWav(Assert.Single(phone.Recordings)));

        // On the wire the sound of the encrypted is noise, that of the plain is not.
        foreach (var room in new[] { insists, can })
        {
            var wire = province.SoundTo(room, connected.AddSeconds(1), connected.AddSeconds(5));
            Assert.All(province.Rooms, talker => Assert.InRange(Tones.TypicalDbfs(wire, talker.ToneHz) - Tones.TypicalDbfs(wire, 2345), -10, 10));
        }

        Assert.InRange(Tones.TypicalDbfs(province.SoundTo(cannot, connected.AddSeconds(1), connected.AddSeconds(5)), insists.ToneHz), Tones.HeardDbfs, 0);
        Assert.Equal(["RTP/AVP", "RTP/SAVP"], ProfilesOffered(province, insists));
        Assert.Equal(["RTP/AVP"], ProfilesOffered(province, can));
        KeysAreNowhere(province);
    }

    [Fact]
    public async Task A_session_that_requires_encryption_lets_no_plain_room_in_and_says_why()
    {
        await using var province = await Province.Start("--Conference:Encryption", "Required");
        var (insists, _) = await province.AddPhone(Phone("bat-buoc", 0, "srtp-mand"));
        var (cannot, _) = await province.AddPhone(Phone("khong", 1, null));
        var (silent, _) = await province.AddSipp(await Sipp.Answering(province.Folder, Tones.FrequenciesHz[2]));

        await province.Book(TimeSpan.FromSeconds(2));

        await province.WaitFor(insists, LegState.Connected, TimeSpan.FromSeconds(20));
        await province.WaitUntil(TimeSpan.FromSeconds(10), board => IsRefused(board, cannot) && IsRefused(board, silent), "not encrypted");
        await province.WaitUntil(TimeSpan.FromSeconds(10), board => EncryptionOf(board, insists) == Suite, "the suite on the board");
        Assert.Empty(province.Capture.RtpTo(province.RtpPortOf(silent)));
        Assert.Equal(["RTP/SAVP"], ProfilesOffered(province, cannot));
    }

    [Fact]
    public async Task What_comes_under_a_wrong_key_is_not_heard_and_is_counted()
    {
        await using var province = await Province.Start();
        var (listener, phone) = await province.AddPhone(Phone("nghe", 0, "srtp"));
        var (wrong, _) = await province.AddSipp(await Sipp.AnsweringUnderAWrongKey(province.Folder, Tones.FrequenciesHz[1]));
        var (right, _) = await province.AddSipp(await Sipp.Answering(province.Folder, Tones.FrequenciesHz[2]));

        await province.BookAndConnect();
        await province.WaitUntilEachIsSent([phone], DateTimeOffset.UtcNow, TimeSpan.FromSeconds(5));
        await Eventually.True(
            TimeSpan.FromSeconds(10), async () => (await province.Api.Metrics()).GetValueOrDefault(NotAuthentic) > 200, () => province.Server.Log);
        phone.Stop();

        short[] heard = Tones.ReadWav(Assert.Single(phone.Recordings)).AsSpan(2 * Tones.RateHz, 3 * Tones.RateHz).ToArray();
        Assert.InRange(Tones.TypicalDbfs(heard, right.ToneHz), Tones.HeardDbfs, 0);
        Assert.InRange(Tones.HighDbfs(heard, wrong.ToneHz), double.NegativeInfinity, Tones.SilentDbfs);
        Assert.NotEqual(listener, wrong);
        // It never proved to be there, so it is missed like any room that fell silent.
        await province.WaitUntil(TimeSpan.FromSeconds(15), board => Of(board, wrong).Reason == LegReason.MediaLost, "lost");
    }

    private static BaresipOptions Phone(string name, int tone, string? encryption) =>
        new(name, Tones.FrequenciesHz[tone]) { Encryption = encryption };

    private static BoardParticipant Of(BoardSnapshot board, RealRoom room) => board.Participants.Single(p => p.RoomId == room.Id);

    private static string? EncryptionOf(BoardSnapshot board, RealRoom room) => Of(board, room).Media?.Encryption;

    private static bool IsRefused(BoardSnapshot board, RealRoom room) => Of(board, room) is { State: LegState.Redialling, Reason: LegReason.NotEncrypted };

    private static void HeardTheOthers(Province province, RealRoom room, short[] recorded)
    {
        // From two seconds after it joined, when everybody was in.
        short[] sound = recorded.AsSpan(2 * Tones.RateHz, 3 * Tones.RateHz).ToArray();
        foreach (var other in province.Rooms.Where(other => other != room))
        {
            double heard = Tones.TypicalDbfs(sound, other.ToneHz);
            Assert.True(heard >= Tones.HeardDbfs, $"{room.Name} heard {other.Name} at {heard:0} dBFS");
        }

        Assert.InRange(Tones.HighDbfs(sound, room.ToneHz), double.NegativeInfinity, Tones.SilentDbfs);
    }

    private static string[] ProfilesOffered(Province province, RealRoom room) =>
        [.. province.Capture.SipAt(room.SipPort).Where(m => m.IsRequest && m.Method == "INVITE" && m.Source.Port == province.Server.SipPort)
            .Select(m => m.AudioProfile).Distinct()];

    /// <summary>Every key that crossed the wire is looked for in all that server and bridge wrote: logs, journal, database, plans.</summary>
    private static void KeysAreNowhere(Province province)
    {
        var keys = province.Rooms.SelectMany(room => province.Capture.SipAt(room.SipPort)).SelectMany(m => m.CryptoKeys).Distinct().ToList();
        Assert.True(keys.Count >= 9, $"{keys.Count} keys");
        foreach (var file in Directory.EnumerateFiles(province.Server.DataFolder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            string text = reader.ReadToEnd();
            Assert.All(keys, key => Assert.False(text.Contains(key, StringComparison.Ordinal), $"a key is in {file}"));
        }

        Assert.All(keys, key => Assert.False(province.Server.Log.Contains(key, StringComparison.Ordinal), "a key is in the log"));
    }
}
