using System.Diagnostics;
using Conferencing.Media.Audio;

namespace Conferencing.Bridge.Codecs;

/// <summary>One Opus encoder of libopus.</summary>
internal sealed unsafe class OpusEncoder : AudioEncoder
{
    /// <summary>0 to 10. Ten is not heard from five at this rate, and costs twice as much.</summary>
    private const int Complexity = 5;

    /// <summary>How much loss the repeated frames are made for; below some per cent libopus makes none.</summary>
    private const int ExpectedLossPercent = 10;

    /// <summary>A payload as short as this says only that there is silence (opus_encode).</summary>
    private const int SilenceBytes = 2;

    private readonly OpusState _state = new(OpusLibrary.EncoderSize(channels: 1));
    private readonly bool _leavesSilenceOut;
    private readonly int _longest;

    public OpusEncoder(OpusCodec codec)
    {
        _leavesSilenceOut = codec.LeavesSilenceOut;
        _longest = codec.MaxFrameBytes;
        Check(OpusLibrary.BeginEncoder(_state.Address, codec.SampleRateHz, channels: 1, OpusLibrary.Voice));
        Set(OpusLibrary.Setting.BitRate, codec.BitRate);
        Set(OpusLibrary.Setting.VariableRate, codec.HasConstantRate ? 0 : 1);
        Set(OpusLibrary.Setting.Complexity, Complexity);
        Set(OpusLibrary.Setting.InBandFec, codec.RepeatsForLoss ? 1 : 0);
        Set(OpusLibrary.Setting.ExpectedLossPercent, codec.RepeatsForLoss ? ExpectedLossPercent : 0);
        Set(OpusLibrary.Setting.Dtx, codec.LeavesSilenceOut ? 1 : 0);
    }

    /// <summary>Samples by which what is decoded is later than what was encoded.</summary>
    public int LookAhead
    {
        get
        {
            int samples = 0;
            Check(OpusLibrary.Get(_state.Address, OpusLibrary.Setting.LookAhead, &samples));
            return samples;
        }
    }

    public override int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        fixed (short* sound = samples)
        fixed (byte* bytes = payload)
        {
            int length = Check(OpusLibrary.Encode(_state.Address, sound, samples.Length, bytes, Math.Min(payload.Length, _longest)));
            return _leavesSilenceOut && length <= SilenceBytes ? 0 : length;
        }
    }

    public override void CopyFrom(AudioEncoder other) => _state.CopyFrom(((OpusEncoder)other)._state);

    private void Set(OpusLibrary.Setting setting, int value) => Check(OpusLibrary.Set(_state.Address, setting, value));

    private static int Check(int result) => result >= 0
        ? result
        : throw new UnreachableException($"libopus refused what it was asked for with {result}.");
}
