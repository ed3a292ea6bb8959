using System.Collections.Immutable;

namespace Conferencing.Signalling.Messages;

/// <summary>A header field this program has no type for; compact names are written out.</summary>
public readonly record struct SipHeader(string Name, string Value);

/// <summary>What requests and responses share. A value: the parser makes it, the writer reads it.</summary>
public abstract record SipMessage
{
    /// <summary>The topmost first.</summary>
    public required ImmutableArray<Via> Vias { get; init; }

    public required NameAddress From { get; init; }

    public required NameAddress To { get; init; }

    public required string CallId { get; init; }

    public required CSeq CSeq { get; init; }

    public ImmutableArray<NameAddress> Contacts { get; init; } = [];

    public ImmutableArray<NameAddress> RecordRoutes { get; init; } = [];

    /// <summary>All others, in their order.</summary>
    public ImmutableArray<SipHeader> Others { get; init; } = [];

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; } = ReadOnlyMemory<byte>.Empty;

    /// <summary>Whether the body's media type is <paramref name="type"/>, parameters aside.</summary>
    public bool HasBody(string type) =>
        !Body.IsEmpty && ContentType is not null && string.Equals(ContentType.Split(';')[0].Trim(), type, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first of the other header fields of this name; null when there is none.</summary>
    public string? Find(string name)
    {
        foreach (var header in Others)
        {
            if (string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))
                return header.Value;
        }

        return null;
    }

    /// <summary>Whether a header field that lists names, such as Allow or Supported, has this one; compared without case.</summary>
    public bool Lists(string name, string wanted) =>
        FindAll(name).Any(value => value.Split(',').Any(one => one.AsSpan().Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase)));

    public IEnumerable<string> FindAll(string name) =>
        Others.Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
}

public sealed record SipRequest : SipMessage
{
    public required string Method { get; init; }

    public required string RequestUri { get; init; }

    public int? MaxForwards { get; init; }

    public ImmutableArray<NameAddress> Routes { get; init; } = [];

    /// <summary>Whether it was sent to a sips: URI.</summary>
    public bool IsSecure => RequestUri.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Methods compare with case (RFC 3261 section 7.1).</summary>
    public bool Is(string method) => Method == method;
}

public sealed record SipResponse : SipMessage
{
    /// <summary>100 to 699.</summary>
    public required int Status { get; init; }

    public required string Phrase { get; init; }

    public bool IsProvisional => Status < 200;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A response without a body (RFC 3261 section 8.2.6).</summary>
    /// <param name="toTag">Added to To unless the request has one or the response is a 100.</param>
    public static SipResponse Answering(SipRequest request, int status, string phrase, string? toTag = null) => new()
    {
        Status = status,
        Phrase = phrase,
        Vias = request.Vias,
        From = request.From,
        To = request.To.Tag is null && status > 100 ? request.To.WithTag(toTag) : request.To,
        CallId = request.CallId,
        CSeq = request.CSeq,
    };
}
