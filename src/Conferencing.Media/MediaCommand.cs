namespace Conferencing.Media;

/// <summary>What may be asked of a running conference's media.</summary>
public abstract record MediaCommand
{
    private MediaCommand()
    {
    }

    public sealed record AddLeg(LegId Leg, LegSettings Settings, bool Muted) : MediaCommand;

    /// <summary>New settings; sequence numbers, timestamps and what the room hears go on unbroken.</summary>
    public sealed record ChangeLeg(LegId Leg, LegSettings Settings) : MediaCommand;

    /// <summary>Sends RTCP BYE and forgets the leg.</summary>
    public sealed record RemoveLeg(LegId Leg) : MediaCommand;

    public sealed record SetMuted(LegId Leg, bool Muted) : MediaCommand;

    /// <summary>Plays samples over the mix into one leg, or into all when <paramref name="Leg"/> is null.</summary>
    /// <param name="Samples">8 kHz mono, 16 bit. Shared, never written to.</param>
    public sealed record Play(LegId? Leg, ReadOnlyMemory<short> Samples) : MediaCommand;

    /// <summary>Silences the prompts that play or wait for one leg, or those that all hear when <paramref name="Leg"/> is null.</summary>
    public sealed record StopPlaying(LegId? Leg) : MediaCommand;

    /// <summary>Puts a leg into the mix, before its door, aside, or into an echo. A leg begins in the mix.</summary>
    /// <param name="Background">What it hears between prompts while it is not in the mix, over and over; 8 kHz mono, empty for silence.</param>
    public sealed record SetPlace(LegId Leg, LegPlace Place, ReadOnlyMemory<short> Background) : MediaCommand
    {
        /// <summary>Who is aside with it. They hear each other once each was put aside with the other; null while it waits there alone.</summary>
        public LegId? With { get; init; }
    }

    /// <summary>
    /// From now on every frame of the mix is put out, as one who only listens hears it, until <see cref="StopRecording"/>. Time runs on while
    /// no leg is there.
    /// </summary>
    /// <param name="Legs">Also what of each leg is part of the mix.</param>
    public sealed record StartRecording(bool Legs) : MediaCommand;

    public sealed record StopRecording : MediaCommand;
}

/// <summary>What a conference's media tell.</summary>
public abstract record MediaEvent
{
    private MediaEvent()
    {
    }

    /// <summary>About once a second for each leg.</summary>
    public sealed record Report(LegReport Leg) : MediaEvent;

    /// <summary>The legs whose level or speaking flag changed, and only these; at most five times a second.</summary>
    public sealed record Levels(IReadOnlyList<LegLevel> Legs) : MediaEvent;

    /// <summary>An RFC 4733 digit was pressed: 0–9, *, #, A–D.</summary>
    public sealed record Digit(LegId Leg, char Value) : MediaEvent;

    /// <summary>RTP and RTCP have both stopped for <see cref="MediaConferenceOptions.LostAfter"/>. Said once until they come back.</summary>
    public sealed record Lost(LegId Leg) : MediaEvent;

    /// <summary>Who is shown as speaking changed; null when that leg left or was muted and nobody else has spoken since.</summary>
    public sealed record SpeakerChanged(LegId? Leg) : MediaEvent;

    /// <summary>The conference's media broke by our own fault and are gone; whoever opened them opens them anew.</summary>
    public sealed record Faulted(string Detail) : MediaEvent;
}

/// <param name="LevelDbov">RMS, 0 to −127.</param>
public readonly record struct LegLevel(LegId Leg, int LevelDbov, bool Speaking);

/// <summary>The measured quality of one leg, both ways.</summary>
public readonly record struct LegReport
{
    public required LegId Leg { get; init; }
    public required AudioCodec ReceivedCodec { get; init; }
    public required long PacketsReceived { get; init; }

    /// <summary>Since the report before.</summary>
    public required double ReceivedLossPercent { get; init; }
    public required double ReceivedJitterMs { get; init; }
    public required double BufferMs { get; init; }

    /// <summary>The delay the line asks for now: from the earliest packets to the latest that are waited for.</summary>
    public double TargetMs { get; init; }

    /// <summary>From the room's receiver reports; null until one came.</summary>
    public double? SentLossPercent { get; init; }
    public double? SentJitterMs { get; init; }
    public double? RoundTripMs { get; init; }

    /// <summary>What the room tells in extended reports (RFC 3611) of how it hears us; null until it did.</summary>
    public Rtp.Rtcp.VoipMetrics? FarEnd { get; init; }
    public Rtp.Rtcp.StatisticsSummary? FarCounts { get; init; }

    /// <summary>Frames made up because nothing had arrived, since the leg began.</summary>
    public required long ConcealedFrames { get; init; }

    /// <summary>What is added to the room's level by automatic gain, dB; null while that is switched off.</summary>
    public double? GainDb { get; init; }

    /// <summary>The room sends nothing but noise, and that is faded out; null while that is switched off.</summary>
    public bool? IsGated { get; init; }

    /// <summary>The room sends back what it is sent, and this long after; null while it does not.</summary>
    public TimeSpan? EchoDelay { get; init; }
}

/// <summary>Settings of one conference's media.</summary>
public sealed record MediaConferenceOptions
{
    /// <summary>Silence of RTP and RTCP both after which a room is reported lost.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many are heard at once when more make a sound: the loudest.</summary>
    public int MostHeard { get; init; } = 16;

    /// <summary>Speech of faint and loud rooms is brought to one loudness, where the leg's settings want it too.</summary>
    public bool AutomaticGain { get; init; } = true;

    /// <summary>Rooms that send noise only are faded out, where the leg's settings want it too.</summary>
    public bool NoiseGate { get; init; } = true;
}
