using BenchmarkDotNet.Attributes;
using Conferencing.Bridge.Codecs;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;

namespace Conferencing.Benchmarks;

/// <summary>The steps of the media path, one 20 ms packet each.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly short[] _samples = new short[160];
    private readonly short[] _wide = new short[320];
    private readonly short[] _full = new short[960];
    private readonly byte[] _codes = new byte[160];
    private readonly byte[] _packet = new byte[RtpHeader.FixedSize + 160];
    private readonly G722Encoder _g722Encoder = new();
    private readonly G722Decoder _g722Decoder = new();
    private readonly byte[] _opusCodes = new byte[480];
    private readonly AudioEncoder _opusEncoder = OpusCodec.For("useinbandfec=1").NewEncoder();
    private readonly AudioDecoder _opusDecoder = OpusCodec.Received.NewDecoder();
    private readonly Resampler _8To16 = new(8000, 16000);
    private readonly Resampler _8To48 = new(8000, 48000);
    private readonly Resampler _16To48 = new(16000, 48000);
    private readonly Resampler _16To8 = new(16000, 8000);
    private readonly Resampler _48To8 = new(48000, 8000);
    private readonly Resampler _48To16 = new(48000, 16000);

    private int _opusLength;

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        foreach (var samples in new[] { _samples, _wide, _full })
        {
            for (int i = 0; i < samples.Length; i++)
                samples[i] = (short)random.Next(-8000, 8000);
        }

        G711.EncodeAlaw(_samples, _codes);
        _opusLength = _opusEncoder.Encode(_full, _opusCodes);
        RtpPacket.Write(_packet, 8, marker: false, 1, 160, 2, _codes);
    }

    [Benchmark]
    public void EncodeAlaw() => G711.EncodeAlaw(_samples, _codes);

    [Benchmark]
    public void DecodeAlaw() => G711.DecodeAlaw(_codes, _samples);

    [Benchmark]
    public int EncodeG722() => _g722Encoder.Encode(_wide, _codes);

    [Benchmark]
    public void DecodeG722() => _g722Decoder.Decode(_codes, _wide);

    [Benchmark]
    public int EncodeOpus() => _opusEncoder.Encode(_full, _opusCodes);

    [Benchmark]
    public void DecodeOpus() => _opusDecoder.Decode(_opusCodes.AsSpan(0, _opusLength), _full);

    [Benchmark]
    public void From8To16() => _8To16.Resample(_samples, _wide);

    [Benchmark]
    public void From8To48() => _8To48.Resample(_samples, _full);

    [Benchmark]
    public void From16To48() => _16To48.Resample(_wide, _full);

    [Benchmark]
    public void From16To8() => _16To8.Resample(_wide, _samples);

    [Benchmark]
    public void From48To8() => _48To8.Resample(_full, _samples);

    [Benchmark]
    public void From48To16() => _48To16.Resample(_full, _wide);

    [Benchmark]
    public bool ParseRtp() => RtpHeader.TryParse(_packet, out _);
}
