using BenchmarkDotNet.Attributes;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;

namespace Conferencing.Benchmarks;

/// <summary>The cheapest steps of the media path, one 20 ms packet each.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly short[] _samples = new short[160];
    private readonly byte[] _codes = new byte[160];
    private readonly byte[] _packet = new byte[RtpHeader.FixedSize + 160];

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        for (int i = 0; i < _samples.Length; i++)
            _samples[i] = (short)random.Next(short.MinValue, short.MaxValue);
        G711.EncodeAlaw(_samples, _codes);
        RtpPacket.Write(_packet, 8, marker: false, 1, 160, 2, _codes);
    }

    [Benchmark]
    public void EncodeAlaw() => G711.EncodeAlaw(_samples, _codes);

    [Benchmark]
    public void DecodeAlaw() => G711.DecodeAlaw(_codes, _samples);

    [Benchmark]
    public bool ParseRtp() => RtpHeader.TryParse(_packet, out _);
}
