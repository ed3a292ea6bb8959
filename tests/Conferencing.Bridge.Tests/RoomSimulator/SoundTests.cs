using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.RoomSimulator.Measuring;
using Conferencing.RoomSimulator.Sounds;

namespace Conferencing.Bridge.Tests.RoomSimulator;

public sealed class SoundTests
{
    [Fact]
    public void Speech_is_as_loud_as_speech_and_never_overloads()
    {
        for (int room = 0; room < 20; room++)
        {
            var samples = new short[8000 * 20];
            new Speech(new Random(room), 90 + (8 * room), talkShare: 1).Fill(samples);

            double rms = Math.Sqrt(samples.Average(s => (double)s * s));
            Assert.InRange(20 * Math.Log10(rms / 32768), -35, -15);
            Assert.True(samples.Max(s => Math.Abs((int)s)) < 16000);
        }
    }

    [Fact]
    public void Rooms_that_seldom_speak_are_quiet_most_of_the_time()
    {
        var samples = new short[8000 * 600];
        new Speech(new Random(1), 120, talkShare: 0.1).Fill(samples);

        int speaking = samples.Chunk(8000).Count(second => second.Max(s => Math.Abs((int)s)) > 500);
        Assert.InRange(speaking, 20, 200);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(140)]
    public void A_burst_is_found_to_the_window_under_three_speakers(int onset)
    {
        var mix = new short[160 * 40];
        for (int speaker = 0; speaker < 3; speaker++)
        {
            var voice = new short[mix.Length];
            new Speech(new Random(speaker), 100 + (50 * speaker), talkShare: 1).Fill(voice);
            for (int i = 0; i < mix.Length; i++)
                mix[i] += voice[i];
        }
        int begin = (160 * 20) + onset;
        for (int i = 0; i < 800; i++)
            mix[begin + i] += (short)(0.25 * 32767 * Math.Sin(2 * Math.PI * Markers.FrequencyHz * i / 8000));

        var ear = new MarkerEar();
        var found = new List<int>();
        for (int packet = 0; packet < 40; packet++)
        {
            if (ear.Listen(mix.AsSpan(packet * 160, 160)) is { } offset) found.Add((packet * 160) + offset);
        }

        Assert.Equal([begin], found);
    }

    [Fact]
    public void Every_tone_room_has_a_frequency_of_its_own()
    {
        Assert.Equal(200, Enumerable.Range(0, 200).Select(SteadyTone.FrequencyOfRoom).Distinct().Count());
    }
}
