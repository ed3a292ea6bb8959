using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>What has a name in the organisation.</summary>
internal interface IPlaceRow
{
    Guid Id { get; set; }
    string Name { get; }
    string ShortName { get; }
}

/// <summary>Whom to write to and to call there; each may be missing.</summary>
internal interface IContactRow
{
    string? ContactName { get; set; }
    string? Mail { get; set; }
    string? Phone { get; set; }
}

/// <summary>A unit of the dated tree.</summary>
internal sealed class UnitRow : IPlaceRow, IContactRow
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string ShortName { get; set; } = "";
    public string Kind { get; set; } = "";
    public Guid? ParentId { get; set; }
    public LocalDate ValidFrom { get; set; }
    public LocalDate? ValidTo { get; set; }
    public string? ContactName { get; set; }
    public string? Mail { get; set; }
    public string? Phone { get; set; }
}

/// <summary>A line of the wide-area network.</summary>
internal sealed class LineRow : IPlaceRow
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string ShortName => Name;

    /// <summary>What sessions may use of it, each way.</summary>
    public int Kbits { get; set; }

    /// <summary>The line it leads into; null if it ends at the bridge.</summary>
    public Guid? ParentId { get; set; }
}

/// <summary>A place that takes part.</summary>
internal sealed class SiteRow : IPlaceRow, IContactRow
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string ShortName { get; set; } = "";
    public Guid? UnitId { get; set; }
    public UnitRow? Unit { get; set; }

    /// <summary>The line it hangs on; null where lines are not counted.</summary>
    public Guid? LineId { get; set; }

    /// <summary>Decimal degrees, WGS 84; both or none.</summary>
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public string? ContactName { get; set; }
    public string? Mail { get; set; }
    public string? Phone { get; set; }
}

/// <summary>A bookable room.</summary>
internal sealed class RoomRow : IPlaceRow, IContactRow
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string ShortName { get; set; } = "";
    public Guid? SiteId { get; set; }
    public SiteRow? Site { get; set; }
    public Guid? UnitId { get; set; }
    public UnitRow? Unit { get; set; }
    public string? ContactName { get; set; }
    public string? Mail { get; set; }
    public string? Phone { get; set; }
    public bool Active { get; set; } = true;

    /// <summary>In its sessions its speech may be brought to the loudness of the others'.</summary>
    public bool AutomaticGain { get; set; } = true;

    /// <summary>In its sessions it may be faded out while it sends noise only.</summary>
    public bool NoiseGate { get; set; } = true;
    public List<EndpointRow> Endpoints { get; set; } = [];
}

/// <summary>The device in a room.</summary>
internal sealed class EndpointRow
{
    public Guid Id { get; set; }
    public Guid RoomId { get; set; }
    public string Address { get; set; } = "";

    /// <summary>Order of preference, from 0.</summary>
    public int Position { get; set; }

    /// <summary>What a call with it takes of a line, each way; null for what is set for all.</summary>
    public int? Kbits { get; set; }

    /// <summary>For a device or proxy that asks the bridge for a password; null when it does not.</summary>
    public string? OutgoingUser { get; set; }

    /// <summary>The password, encrypted with this installation's keys. Never sent to a page.</summary>
    public string? OutgoingSecret { get; set; }

    /// <summary>What the certificate that lets the device into secret sessions is called, with its number; null without one.</summary>
    public string? Certificate { get; set; }

    /// <summary>The last day it is good for.</summary>
    public LocalDate? CertifiedUntil { get; set; }
}
