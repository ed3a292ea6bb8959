using System.Runtime.CompilerServices;
using Conferencing.Bridge.Codecs;
using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Bridge.Tests.Codecs;

/// <summary>
/// Conferences with Opus rooms on a virtual clock: who is heard, at what level. Around them holds what holds around every simulated conference:
/// <see cref="ConferenceProperties"/>.
/// </summary>
public sealed class OpusConferenceTests
{
    /// <summary>−22 dBFS.</summary>
    private const double Spoken = 2600;

    /// <summary>−26 dBFS.</summary>
    private const double HeardFrom = 1640;

    /// <summary>−20 dBFS.</summary>
    private const double HeardTo = 3280;

    /// <summary>−46 dBFS is not there. What Opus at 24 kbit/s makes of a chord beside its tones lies about −50.</summary>
    private const double Quiet = 164;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.03)]
    public void Everybody_hears_every_other_and_not_himself(int seed, double loss)
    {
        var simulation = new ConferenceSimulation(seed);
        for (int i = 0; i < 6; i++)
            Add(simulation, i % 3 == 2 ? AudioCodec.Pcma : OpusCodec.For(i % 2 == 0 ? "useinbandfec=1" : ""), Spoken, loss);
        simulation.RunAndListen(1, 2);
        AssertHeard(simulation);
    }

    [Fact]
    public void Who_falls_silent_comes_back_to_what_all_hear_and_leaves_it_again()
    {
        var simulation = new ConferenceSimulation(3);
        for (int i = 0; i < 5; i++)
            Add(simulation, OpusCodec.For("useinbandfec=1"), i < 4 ? Spoken : 0);
        simulation.Run(0.5);
        for (int turn = 0; turn < 6; turn++)
        {
            simulation.SetMuted(simulation.Rooms[turn % 3], turn < 3);
            simulation.RunAndListen(0.1, 1);
            AssertHeard(simulation);
        }
    }

    [Fact]
    public void In_a_crowd_that_is_listened_to_now_and_then_who_begins_is_heard_at_once()
    {
        var simulation = new ConferenceSimulation(4);
        for (int i = 0; i < 20; i++)
            Add(simulation, OpusCodec.For(""), 0);
        simulation.Run(2);
        for (int turn = 0; turn < 3; turn++)
        {
            var speaking = simulation.Rooms[5 * turn];
            var listening = simulation.Rooms[(5 * turn) + 2];
            speaking.Amplitude = Spoken;

            // The room's packet and the tick are waited for, and both codecs look ahead: after 80 ms all of it is there.
            simulation.RunAndListen(0.08, 0.5);
            Assert.InRange(listening.Hears(speaking.FrequencyHz), HeardFrom, HeardTo);
            Assert.InRange(speaking.Hears(speaking.FrequencyHz), 0, Quiet);
            speaking.Amplitude = 0;
            simulation.Run(3);
        }
    }

    [Fact]
    public void Who_is_not_heard_and_says_that_nobody_speaks_is_hardly_decoded_and_heard_again_at_once()
    {
        var codec = new CountingCodec();
        var simulation = new ConferenceSimulation(6);
        for (int i = 0; i < 20; i++)
            Add(simulation, codec, 0);
        simulation.Run(4);
        Assert.InRange(Decoded(), 0.08, 0.14); // a crowd
        simulation.Run(10);
        Assert.InRange(Decoded(), 0.08, 0.14); // and once their noise is gated there is none
        simulation.Rooms[3].Amplitude = Spoken;
        simulation.RunAndListen(0.08, 0.5);
        Assert.InRange(simulation.Rooms[4].Hears(simulation.Rooms[3].FrequencyHz), HeardFrom, HeardTo);

        // Of what the rooms send in two seconds; the rooms themselves decode all that comes.
        double Decoded()
        {
            int before = codec.Count.Value;
            simulation.Run(2);
            return ((codec.Count.Value - before) / (20.0 * 100)) - 1;
        }
    }

    [Fact]
    public void No_tick_allocates()
    {
        // Three times the same: what our code allocates shows in all, what shows in one is the runtime's (its table of casts grows).
        Assert.Contains(0, Enumerable.Range(0, 3).Select(_ => Allocated()));

        static long Allocated()
        {
            var simulation = new ConferenceSimulation(5);
            for (int i = 0; i < 6; i++)
                Add(simulation, i == 5 ? AudioCodec.G722 : OpusCodec.For("useinbandfec=1"), i < 3 ? Spoken : 0);
            simulation.Run(5);
            return simulation.AllocatedBytes;
        }
    }

    /// <summary>A room that sends and receives in a codec, a tone over faint noise, on a line without delay.</summary>
    private static void Add(ConferenceSimulation simulation, AudioCodec codec, double amplitude, double loss = 0) =>
        simulation.Add(sendCodec: codec, with: room =>
        {
            (room.Codec, room.Amplitude, room.Hiss) = (codec, amplitude, 15);
            room.Line = new LineQuality { DelayMs = 0, Loss = loss };
        });

    private static void AssertHeard(ConferenceSimulation simulation)
    {
        foreach (var listener in simulation.Rooms)
        {
            foreach (var talker in simulation.Rooms.Where(room => room.Amplitude > 0))
            {
                bool heard = talker != listener && !talker.Muted;
                Assert.InRange(listener.Hears(talker.FrequencyHz), heard ? HeardFrom : 0, heard ? HeardTo : Quiet);
            }
        }
    }

    /// <summary>Opus that counts the packets decoded.</summary>
    private sealed record CountingCodec() : AudioCodec("opus", 48000, 48000)
    {
        private readonly OpusCodec _opus = OpusCodec.For("");

        public StrongBox<int> Count { get; } = new();

        public override int FrameBytes => _opus.FrameBytes;

        public override int MaxFrameBytes => _opus.MaxFrameBytes;

        public override bool IsStateless => _opus.IsStateless;

        public override int Samples(ReadOnlySpan<byte> payload) => _opus.Samples(payload);

        public override bool? HasVoice(ReadOnlySpan<byte> payload) => _opus.HasVoice(payload);

        public override AudioEncoder NewEncoder() => _opus.NewEncoder();

        public override AudioDecoder NewDecoder() => new Decoder(_opus.NewDecoder(), Count);

        private sealed class Decoder(AudioDecoder inner, StrongBox<int> count) : AudioDecoder
        {
            public override void Decode(ReadOnlySpan<byte> payload, Span<short> samples)
            {
                count.Value++;
                inner.Decode(payload, samples);
            }

            public override void Reset() => inner.Reset();
        }
    }
}
