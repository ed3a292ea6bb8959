using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>Rooms of clients nobody here wrote, each in a codec of its own, in one session.</summary>
[Collection(RealClients.Name)]
public sealed class CodecTests
{
    [Fact]
    public async Task Rooms_in_Opus_G722_and_G711_all_hear_each_other_and_not_themselves()
    {
        await using var province = await Province.Start();
        var phones = new List<(RealRoom Room, Baresip Phone, string Codec)>();
        foreach (var (name, codec, expected) in new[]
                 {
                     ("opus", "opus/48000/2", "opus"), ("rong", "G722/16000/1", "G722"), ("hep", "PCMA/8000/1", "PCMA"), ("opus2", "opus/48000/2", "opus"),
                     ("u", "PCMU/8000/1", "PCMU"),
                 })
        {
            var (room, phone) = await province.AddPhone(new BaresipOptions(name, Tones.FrequenciesHz[phones.Count]) { Codecs = [codec] });
            phones.Add((room, phone, expected));
        }

        await province.BookAndConnect();
        var allIn = DateTimeOffset.UtcNow;
        await province.WaitUntilSent(allIn, TimeSpan.FromSeconds(6));
        await province.WaitUntil(
            TimeSpan.FromSeconds(3),
            board => phones.TrueForAll(one => board.Participants.Single(p => p.RoomId == one.Room.Id).Media?.Codec == one.Codec),
            "each codec on the board");
        await province.Api.End(province.Conference);
        await province.WaitUntil(TimeSpan.FromSeconds(8), board => board.Head.Phase == ConferencePhase.Ended, "ended");
        foreach (var (_, phone, _) in phones)
            phone.Stop();

        foreach (var (room, phone, codec) in phones)
        {
            // From a second after everybody was in.
            var from = (int)((allIn - province.SoundBegan(room)).TotalSeconds + 1) * Tones.RateHz;
            short[] recorded = Tones.ReadWav(Assert.Single(phone.Recordings)).AsSpan(from, 4 * Tones.RateHz).ToArray();
            foreach (var other in province.Rooms.Where(other => other != room))
            {
                double heard = Tones.TypicalDbfs(recorded, other.ToneHz);
                Assert.True(heard is >= Tones.HeardDbfs and < -18, $"In {codec} {room.Name} heard {other.Name} at {heard:0} dBFS");
            }

            double own = Tones.HighDbfs(recorded, room.ToneHz);
            Assert.True(own <= Tones.SilentIn(codec), $"In {codec} {room.Name} heard itself at {own:0} dBFS");
        }
    }

    [Fact]
    public async Task A_room_that_is_lowered_is_told_its_rate_and_sent_no_more()
    {
        await using var province = await Province.Start();
        string[] codecs = ["PCMU/8000/1", "G722/16000/1", "opus/48000/2"];
        var (thin, phone) = await province.AddPhone(new BaresipOptions("mong", Tones.FrequenciesHz[0]) { Codecs = codecs });
        var (usual, other) = await province.AddPhone(new BaresipOptions("thuong", Tones.FrequenciesHz[1]) { Codecs = ["PCMU/8000/1"] });
        province.Lowered.Add(thin.Id, 64);

        await province.BookAndConnect();
        var allIn = DateTimeOffset.UtcNow;
        await province.WaitUntilSent(allIn, TimeSpan.FromSeconds(6));
        var board = await province.Board();
        Assert.Equal(("opus", 64), (board.Participants.Single(p => p.RoomId == thin.Id).Media?.Codec, board.Participants.Single(p => p.RoomId == thin.Id).MostKbits));
        phone.Stop();
        other.Stop();
        province.Capture.Stop();

        var offer = province.Capture.SipAt(thin.SipPort).First(message => message.IsFirstInvite).Text;
        Assert.Contains("\r\nb=AS:64\r\nb=TIAS:40952\r\n", offer, StringComparison.Ordinal);
        Assert.Contains(";maxaveragebitrate=40952\r\n", offer, StringComparison.Ordinal);
        Assert.Equal(["opus/48000/2", "telephone-event/48000"], Maps(offer));
        var plain = province.Capture.SipAt(usual.SipPort).First(message => message.IsFirstInvite).Text;
        Assert.DoesNotContain("\r\nb=", plain, StringComparison.Ordinal);

        // What it was sent, with all heads, leaves a twentieth for reports; what the other was sent would not have.
        const double most = 64_000 * 20 / 21;
        Assert.InRange(BitsASecond(province.StreamTo(province.RtpPortOf(thin)), allIn), most / 4, most);
        Assert.InRange(BitsASecond(province.StreamTo(province.RtpPortOf(usual)), allIn), most * 1.1, most * 1.5);
        Assert.All(province.StreamTo(province.RtpPortOf(thin)).Packets, packet => Assert.InRange(packet.Payload.Length, 1, 40952 / 8 / 50));
        short[] heard = Tones.ReadWav(Assert.Single(phone.Recordings)).AsSpan((int)((allIn - province.SoundBegan(thin)).TotalSeconds + 1) * Tones.RateHz, 3 * Tones.RateHz).ToArray();
        Assert.InRange(Tones.TypicalDbfs(heard, usual.ToneHz), Tones.HeardDbfs, -18);
    }

    private static IEnumerable<string> Maps(string offer) =>
        offer.Split("\r\n").Where(line => line.StartsWith("a=rtpmap:", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);

    /// <summary>Over five seconds: IPv4, UDP, RTP and what is in it.</summary>
    private static double BitsASecond(CapturedRtpStream stream, DateTimeOffset from) =>
        stream.Within(from, from.AddSeconds(5)).Packets.Sum(packet => 8 * (20 + 8 + 12 + packet.Payload.Length)) / 5.0;
}
