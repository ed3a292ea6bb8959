using BenchmarkDotNet.Attributes;
using Conferencing.Media.Rtp;
using Conferencing.Media.Srtp;

namespace Conferencing.Benchmarks;

/// <summary>Sealing and opening one packet, by suite, at the size of 20 ms of G.711 and of a full video packet.</summary>
[MemoryDiagnoser]
public class SrtpBenchmarks : IDisposable
{
    private SrtpSender _sender = null!;
    private SrtpReceiver _receiver = null!;
    private byte[] _buffer = [];
    private byte[][] _sealed = [];
    private SrtpKey _key = null!;
    private ushort _sequence;

    [ParamsAllValues]
    public SrtpSuite Suite { get; set; }

    [Params(160, 1200)]
    public int Payload { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var material = new byte[Suite.KeySize() + Suite.SaltSize()];
        new Random(1).NextBytes(material);
        _key = new SrtpKey(Suite, material);
        _sender = new SrtpSender(_key);
        _buffer = new byte[RtpHeader.FixedSize + Payload + SrtpSender.MaxOverhead];
        _sealed = [.. Enumerable.Range(0, 1 << 16).Select(_ => _buffer[..Seal()].ToArray())];
        _receiver = new SrtpReceiver(_key);
        _sequence = 0;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int Seal()
    {
        int length = RtpPacket.Write(_buffer, 8, false, _sequence, (uint)(_sequence * 160), 1, _buffer.AsSpan(RtpHeader.FixedSize, Payload));
        _sequence++;
        return _sender.SealRtp(_buffer, length);
    }

    /// <summary>A new receiver each time the numbers begin anew, once in 65,536 packets: what was opened once is not opened again.</summary>
    [Benchmark]
    public int Open()
    {
        if (_sequence == 0)
        {
            _receiver.Dispose();
            _receiver = new SrtpReceiver(_key);
        }

        var refused = _receiver.OpenRtp(_sealed[_sequence++], out var plain);
        return refused is null ? plain.Length : throw new InvalidOperationException($"{refused}");
    }
}
