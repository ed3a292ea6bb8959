using System.Collections.Immutable;
using System.Globalization;

namespace Conferencing.Signalling.Messages;

/// <summary>Bytes of one datagram as a message, or the named reason why they are none. Accepts bare LF, refuses what is ambiguous.</summary>
public static class SipParser
{
    private const string Version = "SIP/2.0";

    /// <returns><see cref="SipReject.None"/> with a message, or the reason with none.</returns>
    public static SipReject Parse(ReadOnlySpan<byte> bytes, MessageLimits limits, out SipMessage? message)
    {
        message = null;
        if (bytes.Length > limits.MessageBytes)
            return SipReject.TooLarge;
        var reject = HeaderLines.Cut(bytes, limits, out var lines);
        if (reject != SipReject.None)
            return reject;
        var draft = new MessageDraft();
        reject = ReadStartLine(lines.StartLine, draft);
        if (reject == SipReject.None)
            reject = ReadHeaders(lines.Headers, draft);
        if (reject == SipReject.None)
            reject = draft.Check();
        if (reject == SipReject.None)
            reject = ReadBody(bytes[lines.BodyStart..], limits, draft);
        if (reject == SipReject.None)
            message = draft.Finish();
        return reject;
    }

    private static SipReject ReadStartLine(string line, MessageDraft draft)
    {
        if (line.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase))
            return ReadStatusLine(line, draft);
        var parts = line.Split(' ');
        if (!line.Contains("SIP/", StringComparison.OrdinalIgnoreCase))
            return SipReject.NotSip;
        if (parts.Length != 3)
            return SipReject.BadStartLine;
        if (!SipGrammar.IsToken(parts[0]))
            return SipReject.BadMethod;
        if (!parts[2].Equals(Version, StringComparison.OrdinalIgnoreCase))
            return SipReject.BadVersion;

        // Headers in a Request-URI would tell us to make another request (RFC 3261 section 19.1.5).
        if (!NameAddress.IsAbsoluteUri(parts[1], out var uri) || uri?.Headers is not null)
            return SipReject.BadRequestUri;
        draft.Method = parts[0];
        draft.RequestUri = parts[1];
        return SipReject.None;
    }

    private static SipReject ReadStatusLine(string line, MessageDraft draft)
    {
        var parts = line.Split(' ', 3);
        if (!parts[0].Equals(Version, StringComparison.OrdinalIgnoreCase))
            return SipReject.BadVersion;
        if (parts.Length < 2 || parts[1].Length != 3
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || status is < 100 or > 699)
            return SipReject.BadStatus;
        draft.Status = status;
        draft.Phrase = parts.Length > 2 ? parts[2] : "";
        return SipReject.None;
    }

    private static SipReject ReadHeaders(List<SipHeader> headers, MessageDraft draft)
    {
        foreach (var (name, value) in headers)
        {
            var reject = draft.Note(SingletonOf(name)) ? ReadHeader(name, value, draft) : SipReject.DuplicateHeader;
            if (reject != SipReject.None)
                return reject;
        }

        return SipReject.None;
    }

    /// <summary>Header fields that a message has at most once.</summary>
    private static Singletons SingletonOf(string name) => name switch
    {
        "From" => Singletons.From,
        "To" => Singletons.To,
        "Call-ID" => Singletons.CallId,
        "CSeq" => Singletons.CSeq,
        "Max-Forwards" => Singletons.MaxForwards,
        "Content-Length" => Singletons.ContentLength,
        "Content-Type" => Singletons.ContentType,
        _ => Singletons.None,
    };

    private static SipReject ReadHeader(string name, string value, MessageDraft draft)
    {
        switch (name)
        {
            case "Via":
                return ReadVias(value, ref draft.Vias) ? SipReject.None : SipReject.BadVia;
            case "From":
                return NameAddress.TryParse(value, out draft.From) ? SipReject.None : SipReject.BadFrom;
            case "To":
                return NameAddress.TryParse(value, out draft.To) ? SipReject.None : SipReject.BadTo;
            case "Call-ID":
                draft.CallId = value;
                return value.Length > 0 && value.AsSpan().IndexOfAny(' ', '\t') < 0 ? SipReject.None : SipReject.BadCallId;
            case "CSeq":
                return CSeq.TryParse(value, out draft.CSeq) ? SipReject.None : SipReject.BadCSeq;
            case "Max-Forwards":
                return TryNumber(value, 255, out draft.MaxForwards) ? SipReject.None : SipReject.BadMaxForwards;
            case "Content-Length":
                return TryNumber(value, int.MaxValue, out draft.ContentLength) ? SipReject.None : SipReject.BadContentLength;
            case "Contact":
                if (value != "*")
                    return ReadAddresses(value, ref draft.Contacts) ? SipReject.None : SipReject.BadContact;
                draft.Others.Add(new SipHeader("Contact", value)); // all bindings of a registration (RFC 3261 section 10.2.2)
                return SipReject.None;
            case "Route":
                return ReadAddresses(value, ref draft.Routes) ? SipReject.None : SipReject.BadRoute;
            case "Record-Route":
                return ReadAddresses(value, ref draft.RecordRoutes) ? SipReject.None : SipReject.BadRoute;
            case "Content-Type":
                draft.ContentType = value;
                return SipReject.None;
            default:
                draft.Others.Add(new SipHeader(name, value));
                return SipReject.None;
        }
    }

    private static bool ReadVias(string value, ref ImmutableArray<Via>.Builder? vias)
    {
        foreach (var one in SipGrammar.SplitList(value))
        {
            if (!Via.TryParse(one, out var via))
                return false;
            (vias ??= ImmutableArray.CreateBuilder<Via>(1)).Add(via);
        }

        return true;
    }

    private static bool ReadAddresses(string value, ref ImmutableArray<NameAddress>.Builder? addresses)
    {
        foreach (var one in SipGrammar.SplitList(value))
        {
            if (!NameAddress.TryParse(one, out var address))
                return false;
            (addresses ??= ImmutableArray.CreateBuilder<NameAddress>(1)).Add(address);
        }

        return true;
    }

    private static bool TryNumber(string value, int limit, out int? number)
    {
        var isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed <= limit;
        number = isNumber ? (int)parsed : null;
        return isNumber;
    }

    /// <summary>Over UDP the body ends with Content-Length, else with the datagram (RFC 3261 section 18.3).</summary>
    private static SipReject ReadBody(ReadOnlySpan<byte> rest, MessageLimits limits, MessageDraft draft)
    {
        var length = draft.ContentLength ?? rest.Length;
        if (length > rest.Length)
            return SipReject.BodyTruncated;
        if (length > limits.BodyBytes)
            return SipReject.BodyTooLarge;
        draft.Body = rest[..length].ToArray();
        return SipReject.None;
    }
}
