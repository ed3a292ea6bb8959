namespace Conferencing.Signalling.Registrar;

/// <summary>Where one device of an account can be called at the moment (RFC 3261 section 10).</summary>
public sealed record Binding
{
    public required string UserName { get; init; }

    /// <summary>The Contact URI as it was registered: the Request-URI of calls to it.</summary>
    public required string Contact { get; init; }

    /// <summary>The way calls take: the connection it registered on while that is open, else the address.</summary>
    public required SipPath Path { get; init; }

    public required string CallId { get; init; }

    public required long Sequence { get; init; }

    public required Tick ExpiresAt { get; init; }

    /// <summary>When it was last registered.</summary>
    public required Tick RefreshedAt { get; init; }

    /// <summary>0 to 1000: the q parameter in thousandths.</summary>
    public int Preference { get; init; } = 1000;

    /// <summary>What the device calls itself, shortened; for the technician.</summary>
    public string? Device { get; init; }
}

/// <summary>Limits of the registrar.</summary>
public sealed record RegistrarLimits
{
    /// <summary>A shorter wish is answered 423 with this (RFC 3261 section 10.3 item 7).</summary>
    public TimeSpan MinExpires { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A longer wish is cut to this.</summary>
    public TimeSpan MaxExpires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For who wishes nothing.</summary>
    public TimeSpan DefaultExpires { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Devices of one account; one more pushes out the one that was silent longest.</summary>
    public int MaxBindings { get; init; } = 5;
}
