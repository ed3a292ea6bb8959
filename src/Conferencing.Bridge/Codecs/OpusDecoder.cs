using System.Diagnostics;
using Conferencing.Media.Audio;

namespace Conferencing.Bridge.Codecs;

/// <summary>One Opus decoder of libopus, to mono whatever comes.</summary>
internal sealed unsafe class OpusDecoder : AudioDecoder
{
    private const int SampleRateHz = 48000;

    /// <summary>2.5 ms: gaps are recovered in whole numbers of them.</summary>
    private const int ShortestFrame = SampleRateHz / 400;

    private readonly OpusState _state = new(OpusLibrary.DecoderSize(channels: 1));

    public OpusDecoder() => Reset();

    public override void Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        int made = Decode(payload, samples, lost: 0);
        samples[Math.Max(0, made)..].Clear();
    }

    public override bool TryRecover(ReadOnlySpan<byte> next, Span<short> samples) =>
        samples.Length % ShortestFrame == 0 && Decode(next, samples, lost: 1) == samples.Length;

    public override void Reset()
    {
        if (OpusLibrary.BeginDecoder(_state.Address, SampleRateHz, channels: 1) != 0)
            throw new UnreachableException("libopus knows 48 kHz mono.");
    }

    private int Decode(ReadOnlySpan<byte> payload, Span<short> samples, int lost)
    {
        fixed (byte* bytes = payload)
        fixed (short* sound = samples)
            return OpusLibrary.Decode(_state.Address, bytes, payload.Length, sound, samples.Length, lost);
    }
}
