using System.ComponentModel.DataAnnotations;

namespace Conferencing.Server.Api;

/// <param name="Kind">What the unit calls itself, for example "sở", "huyện", "xã"; no level is hard-coded.</param>
/// <param name="ValidFrom">First day on which the unit exists under this name.</param>
/// <param name="ValidTo">Last day; null while it exists.</param>
public sealed record UnitAnswer(
    Guid Id, string Name, string ShortName, string Kind, Guid? ParentId, DateOnly ValidFrom, DateOnly? ValidTo,
    string? ContactName, string? Mail, string? Phone)
{
    /// <summary>For If-Match, when it is changed or removed.</summary>
    public string Tag { get; init; } = "";
}

public sealed record UnitRequest : IContactRequest
{
    [Required] public string? Name { get; init; }
    public string? ShortName { get; init; }
    [Required] public string? Kind { get; init; }
    public Guid? ParentId { get; init; }
    [Required] public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }

    /// <summary>Who is written to and called there. Left out: stays as it is; empty: nobody.</summary>
    public string? ContactName { get; init; }
    public string? Mail { get; init; }
    public string? Phone { get; init; }
}

/// <param name="LineId">The line it hangs on.</param>
/// <param name="Latitude">Decimal degrees, WGS 84.</param>
public sealed record SiteAnswer(
    Guid Id, string Name, string ShortName, Guid? UnitId, Guid? LineId, double? Latitude, double? Longitude, string? ContactName, string? Mail, string? Phone)
{
    /// <summary>For If-Match, when it is changed or removed.</summary>
    public string Tag { get; init; } = "";
}

public sealed record SiteRequest : IContactRequest
{
    [Required] public string? Name { get; init; }
    public string? ShortName { get; init; }
    public Guid? UnitId { get; init; }

    /// <summary>The line it hangs on.</summary>
    public Guid? LineId { get; init; }

    /// <summary>Decimal degrees, WGS 84; both or none.</summary>
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>Who is written to and called there. Left out: stays as it is; empty: nobody.</summary>
    public string? ContactName { get; init; }
    public string? Mail { get; init; }
    public string? Phone { get; init; }
}

/// <param name="AutomaticGain">In its sessions its speech may be brought to the loudness of the others'.</param>
/// <param name="NoiseGate">In its sessions it may be faded out while it sends noise only.</param>
public sealed record RoomAnswer(
    Guid Id, string Name, string ShortName, Guid? SiteId, string? SiteName, Guid? UnitId, string? UnitName,
    EndpointAnswer[] Endpoints, bool Active, bool AutomaticGain, bool NoiseGate, string? ContactName, string? Mail, string? Phone)
{
    /// <summary>For If-Match, when it is changed or removed.</summary>
    public string Tag { get; init; } = "";
}

/// <param name="Address">A SIP address, <c>sip:user@host:port</c>, or <c>registered:name</c> for a device that is called where it registers.</param>
/// <param name="OutgoingUser">The user name the bridge gives when the device asks for a password; the password itself is never told.</param>
/// <param name="Certificate">What the certificate that lets the device into secret briefings is called, with its number.</param>
/// <param name="CertifiedUntil">The last day it is good for.</param>
/// <param name="Kbits">What a call with it takes of a line, each way; null for what is set for all.</param>
public sealed record EndpointAnswer(Guid Id, string Address, string? OutgoingUser, string? Certificate, DateOnly? CertifiedUntil, int? Kbits);

public sealed record RoomRequest : IContactRequest
{
    [Required] public string? Name { get; init; }
    public string? ShortName { get; init; }
    public Guid? SiteId { get; init; }
    public Guid? UnitId { get; init; }

    /// <summary>In order of preference: a redial tries the next one.</summary>
    [Required] public EndpointRequest[]? Endpoints { get; init; }

    /// <summary>Left out: a new room is active, an existing one stays as it is.</summary>
    public bool? Active { get; init; }

    /// <summary>Its speech may be brought to the loudness of the others'. Left out: yes for a new room, as it is for another.</summary>
    public bool? AutomaticGain { get; init; }

    /// <summary>It may be faded out while it sends noise only. Left out: yes for a new room, as it is for another.</summary>
    public bool? NoiseGate { get; init; }

    /// <summary>Who is written to and called there. Left out: stays as it is; empty: nobody.</summary>
    public string? ContactName { get; init; }
    public string? Mail { get; init; }
    public string? Phone { get; init; }
}

public sealed record EndpointRequest
{
    [Required] public string? Address { get; init; }

    /// <summary>For a device or proxy that asks the bridge for a password.</summary>
    public string? OutgoingUser { get; init; }

    /// <summary>Left out: the password stays as it is.</summary>
    public string? OutgoingPassword { get; init; }

    /// <summary>Name and number of the certificate that lets the device into secret briefings; left out, it has none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The last day it is good for.</summary>
    public DateOnly? CertifiedUntil { get; init; }

    /// <summary>What a call with it takes of a line, each way, in kbit/s; left out: what is set for all.</summary>
    public int? Kbits { get; init; }
}
