namespace Conferencing.Signalling.Messages;

/// <summary>What a message may hold; more is refused by name.</summary>
public sealed record MessageLimits
{
    /// <summary>Bytes of a whole message.</summary>
    public int MessageBytes { get; init; } = 65_535;

    /// <summary>Header fields, counted as lines after unfolding.</summary>
    public int HeaderCount { get; init; } = 128;

    /// <summary>Characters of one header field or of the start line.</summary>
    public int LineLength { get; init; } = 8_192;

    /// <summary>Bytes of the body.</summary>
    public int BodyBytes { get; init; } = 32_768;
}
