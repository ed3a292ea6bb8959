using System.Collections.Immutable;
using Conferencing.Bridge.Codecs;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>What offer and answer agreed on, as settings for the media of one leg.</summary>
internal static class LegAgreement
{
    /// <summary>Null when the agreed format is none this bridge can send.</summary>
    /// <param name="ssrc">Our source towards the room, kept over changes of the leg.</param>
    public static LegSettings? Settings(NegotiatedAudio audio, uint ssrc, string canonicalName)
    {
        if (CodecOf(audio.Format, audio.Bandwidth?.PayloadBits) is not { } codec)
            return null;
        return new LegSettings
        {
            SendCodec = codec,
            SendPayloadType = (byte)audio.Format.PayloadType,
            SendPtimeMs = Math.Clamp(Ptime(audio.SendPtimeMs), ShortestPtime(audio.Bandwidth), LongestPtime(codec)),
            Receives = [.. Received(audio)],
            TelephoneEventPayloadType = (byte?)audio.TelephoneEventPayloadType,
            ComfortNoise = NoiseOf(audio),
            MaySend = audio.MaySend,
            MayReceive = audio.MayReceive,
            Ssrc = ssrc,
            CanonicalName = canonicalName,
            ExtendedReports = audio.ExtendedReports,
            Protection = LegEncryption.Keys(audio.Crypto),
        };
    }

    /// <summary>Usually none: the one that all may send without a word is known anyway.</summary>
    private static ImmutableArray<NoiseFormat> NoiseOf(NegotiatedAudio audio)
    {
        var noise = ImmutableArray<NoiseFormat>.Empty;
        foreach (var format in audio.Accepted)
        {
            if (Is(format, "CN"))
                noise = noise.Add(new NoiseFormat((byte)format.PayloadType, format.ClockRateHz));
        }

        return noise;
    }

    private static AudioCodec? CodecOf(AudioFormat format, int? mostBits = null) => format switch
    {
        { ClockRateHz: 8000, Channels: 1 } when Is(format, "PCMA") => AudioCodec.Pcma,
        { ClockRateHz: 8000, Channels: 1 } when Is(format, "PCMU") => AudioCodec.Pcmu,
        { ClockRateHz: 8000, Channels: 1 } when Is(format, "G722") => AudioCodec.G722,
        { ClockRateHz: 16000, Channels: 1 } when Is(format, "L16") => AudioCodec.L16,
        { ClockRateHz: 48000, Channels: 2 } when Is(format, "opus") => OpusCodec.For(format.Parameters, mostBits),
        _ => null,
    };

    private static IEnumerable<PayloadFormat> Received(NegotiatedAudio audio)
    {
        foreach (var format in audio.Accepted)
        {
            // Decoders of Opus take what comes; only its encoders differ.
            if (CodecOf(format) is { } codec)
                yield return new PayloadFormat((byte)format.PayloadType, codec is OpusCodec ? OpusCodec.Received : codec);
        }
    }

    /// <summary>Linear samples of more than 20 ms do not fit a datagram.</summary>
    private static int LongestPtime(AudioCodec codec) => codec == AudioCodec.L16 ? 20 : 60;

    /// <summary>A bound is reckoned with packets of 20 ms: shorter ones have more heads.</summary>
    private static int ShortestPtime(Bandwidth? bound) => bound is null ? 10 : 20;

    /// <summary>The longest packet time the media core sends that is no longer than the one agreed.</summary>
    private static int Ptime(int agreedMs) => agreedMs switch
    {
        >= 60 => 60,
        >= 40 => 40,
        >= 30 => 30,
        >= 20 => 20,
        _ => 10,
    };

    private static bool Is(AudioFormat format, string name) => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase);
}
