using System.Collections.Immutable;
using System.Net;

namespace Conferencing.Signalling.Sdp;

/// <summary>SDP (RFC 8866) as far as calls need it; lines of other types are not kept.</summary>
public sealed record SessionDescription
{
    /// <summary>sess-id of the origin, as written.</summary>
    public required string SessionId { get; init; }

    /// <summary>sess-version of the origin, as written: a change means that something changed.</summary>
    public required string SessionVersion { get; init; }

    /// <summary>Address of the session-level connection line; null when there is none, or when it is a name.</summary>
    public IPAddress? Connection { get; init; }

    public ImmutableArray<SdpAttribute> Attributes { get; init; } = [];

    public ImmutableArray<MediaDescription> Media { get; init; } = [];
}

/// <summary>One m-line and what belongs to it.</summary>
public sealed record MediaDescription
{
    /// <summary>audio, video, application and so on.</summary>
    public required string Kind { get; init; }

    /// <summary>0 refuses the stream.</summary>
    public required int Port { get; init; }

    /// <summary>RTP/AVP and its like, as written.</summary>
    public required string Profile { get; init; }

    /// <summary>Payload types for RTP, anything else for others.</summary>
    public required ImmutableArray<string> Formats { get; init; }

    /// <summary>Its own connection line; null when the session's counts.</summary>
    public IPAddress? Connection { get; init; }

    /// <summary>Its own connection line holds a name, which is not looked up: the stream cannot be used.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Its bandwidth lines. Written, not read: what a peer can take is no wish of ours.</summary>
    public ImmutableArray<SdpBandwidth> Bandwidths { get; init; } = [];

    public ImmutableArray<SdpAttribute> Attributes { get; init; } = [];

    public string? Find(string name) => SdpAttribute.Find(Attributes, name);

    public bool Has(string name) => Find(name) is not null;
}

/// <summary><c>b=type:value</c> (RFC 8866 section 5.8).</summary>
public readonly record struct SdpBandwidth(string Type, int Value);

/// <summary><c>a=name:value</c>; the value empty for a flag.</summary>
public readonly record struct SdpAttribute(string Name, string Value)
{
    /// <summary>Value of the first attribute of this name; null when there is none.</summary>
    public static string? Find(ImmutableArray<SdpAttribute> attributes, string name)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Name == name)
                return attribute.Value;
        }

        return null;
    }
}
