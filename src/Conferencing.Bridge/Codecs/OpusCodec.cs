using Conferencing.Media;
using Conferencing.Media.Audio;

namespace Conferencing.Bridge.Codecs;

/// <summary>
/// Opus (RFC 6716, RFC 7587) through libopus: 48 kHz, mono, packets of one frame of 20 ms. A value: rooms that asked for the same share
/// an encoding.
/// </summary>
internal sealed record OpusCodec() : AudioCodec("opus", 48000, 48000)
{
    /// <summary>What is sent unless a room asks for less: full speech quality on thin lines.</summary>
    private const int StandardBitRate = 24000;

    private const int LongestFrame = 480;

    /// <summary>Bits a second that one byte in each packet makes.</summary>
    private const int BitsOfByte = 8 * 50;

    /// <summary>RFC 7587 section 6.1 allows no less.</summary>
    public const int LeastBitRate = 6000;

    /// <summary>Nor more.</summary>
    public const int GreatestBitRate = 510000;

    /// <summary>What is received: decoders take whatever comes.</summary>
    public static OpusCodec Received { get; } = new();

    /// <summary>Bits a second, headers not counted.</summary>
    public int BitRate { get; private init; } = StandardBitRate;

    /// <summary>Every packet repeats the frame before it in brief, for rooms that can use that.</summary>
    public bool RepeatsForLoss { get; private init; }

    /// <summary>Silence is not sent.</summary>
    public bool LeavesSilenceOut { get; private init; }

    public bool HasConstantRate { get; private init; }

    /// <summary>No packet is longer than this allows, in bits a second; null where no bound is narrower than any packet of ours.</summary>
    public int? MostBits { get; private init; }

    public override int FrameBytes => 0;

    public override int MaxFrameBytes => MostBits is { } most ? most / BitsOfByte : LongestFrame;

    public override bool IsStateless => false;

    /// <summary>What a room's fmtp asks to be sent (RFC 7587 section 6.1); null is no wish.</summary>
    /// <param name="mostBits">The most its line lets through, in bits a second; null for no bound.</param>
    public static OpusCodec For(string? parameters, int? mostBits = null)
    {
        int most = Number(parameters, "maxaveragebitrate") ?? StandardBitRate;
        return new OpusCodec
        {
            MostBits = mostBits < LongestFrame * BitsOfByte ? mostBits : null,
            BitRate = Math.Clamp(Math.Min(most, mostBits ?? most), LeastBitRate, StandardBitRate),
            RepeatsForLoss = Number(parameters, "useinbandfec") == 1,
            LeavesSilenceOut = Number(parameters, "usedtx") == 1,
            HasConstantRate = Number(parameters, "cbr") == 1,
        };
    }

    public override unsafe int Samples(ReadOnlySpan<byte> payload)
    {
        fixed (byte* bytes = payload)
            return Math.Max(0, OpusLibrary.CountSamples(bytes, payload.Length, SampleRateHz));
    }

    /// <summary>
    /// Of a packet of one or two frames (RFC 6716 section 3.2): the first bits of a SILK frame are the voice flags of its parts, then the flag of
    /// the repetition (section 4.2.3). One of many frames is not looked into.
    /// </summary>
    public override bool Repeats(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2)
            return false;

        int config = payload[0] >> 3, frames = payload[0] & 3;
        bool hasSilk = config < 16;
        int at = frames == 2 ? (payload[1] >= 252 ? 3 : 2) : 1;
        return hasSilk && frames != 3 && at < payload.Length && (payload[at] >> (7 - SilkParts(config)) & 1) == 1;
    }

    /// <summary>
    /// Of a packet of one frame: the voice flags of its parts (RFC 6716 section 4.2.3), of stereo those of the middle. CELT tells nothing.
    /// </summary>
    public override bool? HasVoice(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2 || payload[0] >> 3 is not (< 16 and var config) || (payload[0] & 3) != 0)
            return null;

        return payload[1] >> (8 - SilkParts(config)) != 0;
    }

    /// <summary>SILK codes 20 ms at once: frames of 40 and 60 ms have two and three parts (section 3.1).</summary>
    private static int SilkParts(int config) => config < 12 ? Math.Max(1, config % 4) : 1;

    public override AudioEncoder NewEncoder() => new OpusEncoder(this);

    public override AudioDecoder NewDecoder() => new OpusDecoder();

    private static int? Number(string? parameters, string name)
    {
        foreach (var part in (parameters ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && part.AsSpan(0, equals).Trim().Equals(name, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(part.AsSpan(equals + 1), System.Globalization.NumberStyles.AllowLeadingWhite, null, out int value))
                return value;
        }

        return null;
    }
}
