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
}
