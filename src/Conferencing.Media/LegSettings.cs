using System.Collections.Immutable;
using Conferencing.Media.Srtp;

namespace Conferencing.Media;

/// <summary>One call's media in a conference. The bridge chooses the number; it is not used twice in a conference.</summary>
public readonly record struct LegId(int Value);

/// <summary>A payload type and what it carries.</summary>
public readonly record struct PayloadFormat(byte PayloadType, AudioCodec Codec);

/// <summary>A payload type of comfort noise, and its clock.</summary>
public readonly record struct NoiseFormat(byte PayloadType, int ClockRateHz)
{
    /// <summary>RFC 3551 table 4.</summary>
    public static readonly NoiseFormat Static = new(13, 8000);
}

/// <summary>How one leg's sound is sent and received. Immutable: a change is a new value.</summary>
public sealed record LegSettings
{
    /// <summary>What is sent to the room.</summary>
    public required AudioCodec SendCodec { get; init; }

    public required byte SendPayloadType { get; init; }

    /// <summary>Packet time sent, milliseconds: 10, 20, 30, 40 or 60.</summary>
    public int SendPtimeMs { get; init; } = 20;

    /// <summary>What is accepted from the room.</summary>
    public ImmutableArray<PayloadFormat> Receives { get; init; } = [];

    /// <summary>Payload type of RFC 4733 events.</summary>
    public byte? TelephoneEventPayloadType { get; init; }

    /// <summary>Payload types of RFC 3389 comfort noise that were agreed on, beside the 13 that it has everywhere.</summary>
    public ImmutableArray<NoiseFormat> ComfortNoise { get; init; } = [];

    /// <summary>The clock of a comfort noise payload type; null when it is none.</summary>
    public int? NoiseClockOf(byte payloadType)
    {
        foreach (var format in ComfortNoise)
        {
            if (format.PayloadType == payloadType)
                return format.ClockRateHz;
        }

        return payloadType == NoiseFormat.Static.PayloadType ? NoiseFormat.Static.ClockRateHz : null;
    }

    /// <summary>The codec under a payload type; null when it was not agreed.</summary>
    public AudioCodec? CodecOf(byte payloadType)
    {
        foreach (var format in Receives)
        {
            if (format.PayloadType == payloadType)
                return format.Codec;
        }

        return null;
    }

    /// <summary>False while the room holds the call: nothing is sent but RTCP.</summary>
    public bool MaySend { get; init; } = true;

    public bool MayReceive { get; init; } = true;

    /// <summary>Our source towards this room; chosen once per leg and kept over changes.</summary>
    public required uint Ssrc { get; init; }

    /// <summary>RTCP canonical name.</summary>
    public required string CanonicalName { get; init; }

    /// <summary>Its speech is brought to the loudness of the others', unless that is off for the conference.</summary>
    public bool AutomaticGain { get; init; } = true;

    /// <summary>It is faded out while it sends noise only, unless that is off for the conference.</summary>
    public bool NoiseGate { get; init; } = true;

    /// <summary>RFC 3611 reports were agreed on.</summary>
    public bool ExtendedReports { get; init; }

    /// <summary>SRTP both ways; null when the call is not encrypted.</summary>
    public SrtpKeys? Protection { get; init; }
}
