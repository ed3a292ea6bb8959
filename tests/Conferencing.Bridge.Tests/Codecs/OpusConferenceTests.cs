using System.Runtime.CompilerServices;
using Conferencing.Bridge.Codecs;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;

namespace Conferencing.Bridge.Tests.Codecs;

/// <summary>Conferences with Opus rooms, tick by tick without sockets: who is heard, at what level, and that nothing is allocated for it.</summary>
public sealed class OpusConferenceTests
{
    private const byte PayloadType = 100;

    /// <summary>What is sent at −22 dBFS is not there. What Opus at 24 kbit/s makes of a chord beside its tones lies about −50.</summary>
    private const double QuietDbfs = -46;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.03)]
    public void Everybody_hears_every_other_and_not_himself(int seed, double loss)
    {
        var hall = new Hall(seed) { Loss = loss };
        for (int i = 0; i < 6; i++)
            hall.Add(i % 3 == 2 ? AudioCodec.Pcma : OpusCodec.For(i % 2 == 0 ? "useinbandfec=1" : ""), 2600);
        hall.Run(50);
        hall.Listen(100);
        foreach (var listener in hall.Rooms)
        {
            foreach (var talker in hall.Rooms)
            {
                if (talker == listener)
                    Assert.InRange(listener.Hears(talker), -200, QuietDbfs);
                else
                    Assert.InRange(listener.Hears(talker), -26, -20);
            }
        }
    }

    [Fact]
    public void Who_falls_silent_comes_back_to_what_all_hear_and_leaves_it_again()
    {
        var hall = new Hall(3);
        for (int i = 0; i < 4; i++)
            hall.Add(OpusCodec.For("useinbandfec=1"), 2600);
        hall.Add(OpusCodec.For("useinbandfec=1"), 0);
        hall.Run(25);
        for (int turn = 0; turn < 6; turn++)
        {
            var changing = hall.Rooms[turn % 3];
            hall.Do(new MediaCommand.SetMuted(new LegId(turn % 3), turn < 3));
            changing.IsMuted = turn < 3;
            hall.Run(5);
            hall.Listen(50);
            foreach (var listener in hall.Rooms)
            {
                foreach (var talker in hall.Rooms.Where(room => room.Amplitude > 0))
                {
                    bool heard = talker != listener && !talker.IsMuted;
                    Assert.InRange(listener.Hears(talker), heard ? -26 : -200, heard ? -20 : QuietDbfs);
                }
            }
        }
    }

    [Fact]
    public void In_a_crowd_that_is_listened_to_now_and_then_who_begins_is_heard_at_once()
    {
        var hall = new Hall(4);
        for (int i = 0; i < 20; i++)
            hall.Add(OpusCodec.For(""), 0);
        hall.Run(100);
        for (int turn = 0; turn < 3; turn++)
        {
            var speaking = hall.Rooms[5 * turn];
            var listening = hall.Rooms[(5 * turn) + 2];
            speaking.Amplitude = 2600;

            // The first frame waits for a tick and both codecs look ahead: after 60 ms all of it is there.
            hall.Run(3);
            hall.Listen(25);
            Assert.InRange(listening.Hears(speaking), -26, -20);
            Assert.InRange(speaking.Hears(speaking), -200, QuietDbfs);
            speaking.Amplitude = 0;
            hall.Run(150);
        }
    }

    [Fact]
    public void Who_is_not_heard_and_says_that_nobody_speaks_is_hardly_decoded_and_heard_again_at_once()
    {
        var codec = new CountingCodec();
        var hall = new Hall(6);
        for (int i = 0; i < 20; i++)
            hall.Add(codec, 0);
        hall.Run(200);
        Assert.InRange(Decoded(100), 0.08, 0.14); // a crowd
        hall.Run(500);
        Assert.InRange(Decoded(100), 0.08, 0.14); // and once their noise is gated there is none
        hall.Rooms[3].Amplitude = 2600;
        hall.Run(3);
        hall.Listen(25);
        Assert.InRange(hall.Rooms[4].Hears(hall.Rooms[3]), -26, -20);

        // Of what the rooms send; the rooms themselves decode all that comes.
        double Decoded(int ticks)
        {
            int before = codec.Count.Value;
            hall.Run(ticks);
            return ((codec.Count.Value - before) / (20.0 * ticks)) - 1;
        }
    }

    [Fact]
    public void No_tick_allocates()
    {
        // Three times the same: what our code allocates shows in all, what shows in one is the runtime's (its table of casts grows).
        Assert.Contains(0, Enumerable.Range(0, 3).Select(_ => Allocated()));

        static long Allocated()
        {
            var hall = new Hall(5);
            for (int i = 0; i < 6; i++)
                hall.Add(i == 5 ? AudioCodec.G722 : OpusCodec.For("useinbandfec=1"), i < 3 ? 2600 : 0);
            hall.Run(60);
            return hall.Run(100);
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

    /// <summary>A conference and its rooms, each with a tone of its own over faint noise.</summary>
    private sealed class Hall(int seed)
    {
        private readonly MediaConference _conference = new(new MediaConferenceOptions(), new Random(seed));
        private readonly Random _random = new(seed + 1);
        private readonly byte[] _datagram = new byte[RtpPacket.MaxDatagram];
        private int _frame;

        public List<Room> Rooms { get; } = [];

        public double Loss { get; init; }

        public void Add(AudioCodec codec, double amplitude)
        {
            var settings = new LegSettings
            {
                SendCodec = codec,
                SendPayloadType = PayloadType,
                Receives = [new PayloadFormat(PayloadType, codec)],
                Ssrc = (uint)Rooms.Count,
                CanonicalName = "hall",
            };
            Do(new MediaCommand.AddLeg(new LegId(Rooms.Count), settings, Muted: false));
            Rooms.Add(new Room(codec, Tones.FrequenciesHz[Rooms.Count % Tones.FrequenciesHz.Length], _random) { Amplitude = amplitude });
        }

        public void Do(MediaCommand command) => _conference.Do(command, new Tick(_frame * 20_000_000L));

        /// <returns>Bytes that the conference allocated in ticks that told nothing.</returns>
        public long Run(int frames)
        {
            long allocated = 0;
            for (int i = 0; i < frames; i++)
                allocated += Tick();
            return allocated;
        }

        public void Listen(int frames)
        {
            foreach (var room in Rooms)
                room.Heard.Clear();
            Run(frames);
        }

        private long Tick()
        {
            var now = new Tick(++_frame * 20_000_000L);
            long allocated = 0;
            for (int i = 0; i < Rooms.Count; i++)
            {
                int length = Rooms[i].Next(_datagram, _frame, (uint)i);
                long before = GC.GetAllocatedBytesForCurrentThread();
                if (_random.NextDouble() >= Loss)
                    _conference.Receive(_datagram.AsSpan(0, length), new LegId(i), now);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            long beforeMix = GC.GetAllocatedBytesForCurrentThread();
            _conference.Advance(now);
            long mixing = GC.GetAllocatedBytesForCurrentThread() - beforeMix;
            bool told = false;
            while (_conference.TryPoll(out var output))
            {
                told |= output.Event is not null;
                if (output.Event is null && !output.IsRtcp)
                    Rooms[output.Leg.Value].Take(output.Datagram);
            }

            return told ? allocated : allocated + mixing;
        }
    }

    private sealed class Room(AudioCodec codec, int toneHz, Random random)
    {
        private readonly AudioEncoder _encoder = codec.NewEncoder();
        private readonly AudioDecoder _decoder = codec.NewDecoder();
        private readonly Resampler? _narrow = codec.SampleRateHz == Tones.RateHz ? null : new Resampler(codec.SampleRateHz, Tones.RateHz);
        private readonly short[] _samples = new short[codec.SampleRateHz / 50];
        private readonly byte[] _payload = new byte[codec.MaxFrameBytes];

        public double Amplitude { get; set; }

        public bool IsMuted { get; set; }

        public List<short> Heard { get; } = [];

        public int Next(Span<byte> datagram, int frame, uint ssrc)
        {
            for (int i = 0; i < _samples.Length; i++)
            {
                double phase = 2 * Math.PI * toneHz * (((long)frame * _samples.Length) + i) / codec.SampleRateHz;
                _samples[i] = (short)(random.Next(-15, 16) + (Amplitude * Math.Sin(phase)));
            }

            int length = _encoder.Encode(_samples, _payload);
            uint timestamp = (uint)(frame * (codec.ClockRateHz / 50));
            return RtpPacket.Write(datagram, PayloadType, false, (ushort)frame, timestamp, ssrc, _payload.AsSpan(0, length));
        }

        public void Take(ReadOnlySpan<byte> datagram)
        {
            Assert.True(RtpHeader.TryParse(datagram, out var header));
            _decoder.Decode(header.Payload(datagram), _samples);
            var heard = new short[Tones.RateHz / 50];
            if (_narrow is null)
                _samples.CopyTo(heard, 0);
            else
                _narrow.Resample(_samples, heard);
            Heard.AddRange(heard);
        }

        public double Hears(Room other) => other == this
            ? Tones.HighDbfs(Heard.ToArray(), other.Tone)
            : Tones.TypicalDbfs(Heard.ToArray(), other.Tone);

        public int Tone => toneHz;
    }
}
