using BenchmarkDotNet.Attributes;
using Conferencing.Bridge.Codecs;
using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;

namespace Conferencing.Benchmarks;

/// <summary>
/// Twenty milliseconds of one conference's media core: a packet from each of 200 rooms in, three of them speaking and the others sending
/// a quiet room's noise, a packet to each out. No sockets, so what the kernel takes comes on top.
/// </summary>
[MemoryDiagnoser]
public class MixBenchmarks
{
    private const int Rooms = 200;
    private const int Talkers = 3;
    private const int Loop = 100;

    private readonly byte[] _datagram = new byte[RtpPacket.MaxDatagram];
    private readonly List<byte[]> _speech = [];
    private readonly List<byte[]> _noise = [];
    private MediaConference _conference = null!;
    private AudioCodec _codec = null!;
    private int _frame;

    [Params("PCMA", "G722", "opus")]
    public string Codec { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        _codec = Codec switch
        {
            "PCMA" => AudioCodec.Pcma,
            "G722" => AudioCodec.G722,
            _ => OpusCodec.For("useinbandfec=1"),
        };
        var random = new Random(1);
        Encode(_speech, sample => 6000 * Math.Sin(sample * 700.0 / _codec.SampleRateHz) * Math.Sin(sample * 25.0 / _codec.SampleRateHz));
        Encode(_noise, _ => random.Next(-20, 21));
        _conference = new MediaConference(new MediaConferenceOptions(), new Random(2));
        for (int room = 0; room < Rooms; room++)
            _conference.Do(new MediaCommand.AddLeg(new LegId(room), Settings(room), Muted: false), default);
        for (int i = 0; i < 2 * Loop; i++)
            Tick();
    }

    [Benchmark]
    public int Tick()
    {
        _frame++;
        var now = new Tick(_frame * 20_000_000L);
        for (int room = 0; room < Rooms; room++)
        {
            var payload = (room < Talkers ? _speech : _noise)[(_frame + (7 * room)) % Loop];
            int length = RtpPacket.Write(_datagram, 100, false, (ushort)_frame, (uint)(_frame * (_codec.ClockRateHz / 50)), (uint)room, payload);
            _conference.Receive(_datagram.AsSpan(0, length), new LegId(room), now);
        }

        _conference.Advance(now);
        int bytes = 0;
        while (_conference.TryPoll(out var output))
            bytes += output.Datagram.Length;
        return bytes;
    }

    /// <summary>As the loop does it: 20 ms after the tick before. What that one left in the processor's cache has gone by then.</summary>
    [Benchmark]
    public int TickAfterPause() => Tick();

    [IterationSetup(Target = nameof(TickAfterPause))]
    public void Pause() => Thread.Sleep(20);

    private LegSettings Settings(int room) => new()
    {
        SendCodec = _codec,
        SendPayloadType = 100,
        Receives = [new PayloadFormat(100, _codec)],
        Ssrc = 1000 + (uint)room,
        CanonicalName = "bench",
    };

    private void Encode(List<byte[]> packets, Func<int, double> sound)
    {
        var encoder = _codec.NewEncoder();
        var payload = new byte[_codec.MaxFrameBytes];
        var samples = new short[_codec.SampleRateHz / 50];
        for (int packet = 0; packet < Loop; packet++)
        {
            for (int i = 0; i < samples.Length; i++)
                samples[i] = (short)sound((packet * samples.Length) + i);
            packets.Add(payload[..encoder.Encode(samples, payload)]);
        }
    }
}
