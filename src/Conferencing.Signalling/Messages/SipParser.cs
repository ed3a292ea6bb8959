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
        using (lines)
        {
            if (reject == SipReject.None)
                reject = Read(bytes, lines, limits, out message);
        }

        return reject;
    }

    private static SipReject Read(ReadOnlySpan<byte> bytes, in HeaderLines lines, MessageLimits limits, out SipMessage? message)
    {
        message = null;
        var draft = new MessageDraft();
        var reject = ReadStartLine(lines.StartLine, draft);
        if (reject == SipReject.None)
            reject = ReadHeaders(lines, draft);
        if (reject == SipReject.None)
            reject = draft.Check();
        if (reject == SipReject.None)
            reject = ReadBody(bytes[lines.BodyStart..], limits, draft);
        if (reject == SipReject.None)
            message = draft.Finish();
        return reject;
    }

    private static SipReject ReadStartLine(ReadOnlySpan<char> line, MessageDraft draft)
    {
        if (line.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase))
            return ReadStatusLine(line, draft);
        if (!line.Contains("SIP/", StringComparison.OrdinalIgnoreCase))
            return SipReject.NotSip;
        Span<Range> parts = stackalloc Range[4];
        if (line.Split(parts, ' ') != 3)
            return SipReject.BadStartLine;
        var method = line[parts[0]];
        var requestUri = line[parts[1]];
        if (!SipGrammar.IsToken(method))
            return SipReject.BadMethod;
        if (!line[parts[2]].Equals(Version, StringComparison.OrdinalIgnoreCase))
            return SipReject.BadVersion;

        // Headers in a Request-URI would tell us to make another request (RFC 3261 section 19.1.5).
        if (!NameAddress.IsAbsoluteUri(requestUri, out var uri) || uri?.Headers is not null)
            return SipReject.BadRequestUri;
        draft.Method = SipMethods.Text(method);
        draft.RequestUri = requestUri.ToString();
        return SipReject.None;
    }

    private static SipReject ReadStatusLine(ReadOnlySpan<char> line, MessageDraft draft)
    {
        Span<Range> parts = stackalloc Range[3];
        var count = line.Split(parts, ' ');
        if (!line[parts[0]].Equals(Version, StringComparison.OrdinalIgnoreCase))
            return SipReject.BadVersion;
        if (count < 2 || line[parts[1]] is not { Length: 3 } code
            || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || status is < 100 or > 699)
            return SipReject.BadStatus;
        draft.Status = status;
        draft.Phrase = count > 2 ? PhraseText(line[parts[2]]) : "";
        return SipReject.None;
    }

    /// <summary>The phrases every call has are not made again for each.</summary>
    private static string PhraseText(ReadOnlySpan<char> phrase) => phrase switch
    {
        "OK" => "OK",
        "Trying" => "Trying",
        "Ringing" => "Ringing",
        _ => phrase.ToString(),
    };

    private static SipReject ReadHeaders(in HeaderLines lines, MessageDraft draft)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var name = lines.Name(i);
            var reject = draft.Note(SingletonOf(name)) ? ReadHeader(name, lines.Value(i), draft) : SipReject.DuplicateHeader;
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

    private static SipReject ReadHeader(string name, ReadOnlySpan<char> value, MessageDraft draft)
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
                draft.CallId = value.ToString();
                return value.Length > 0 && value.IndexOfAny(' ', '\t') < 0 ? SipReject.None : SipReject.BadCallId;
            case "CSeq":
                return CSeq.TryParse(value, out draft.CSeq) ? SipReject.None : SipReject.BadCSeq;
            case "Max-Forwards":
                return TryNumber(value, 255, out draft.MaxForwards) ? SipReject.None : SipReject.BadMaxForwards;
            case "Content-Length":
                return TryNumber(value, int.MaxValue, out draft.ContentLength) ? SipReject.None : SipReject.BadContentLength;
            case "Contact":
                if (value is not "*")
                    return ReadAddresses(value, ref draft.Contacts) ? SipReject.None : SipReject.BadContact;
                draft.Others.Add(new SipHeader("Contact", "*")); // all bindings of a registration (RFC 3261 section 10.2.2)
                return SipReject.None;
            case "Route":
                return ReadAddresses(value, ref draft.Routes) ? SipReject.None : SipReject.BadRoute;
            case "Record-Route":
                return ReadAddresses(value, ref draft.RecordRoutes) ? SipReject.None : SipReject.BadRoute;
            case "Content-Type":
                draft.ContentType = value is "application/sdp" ? "application/sdp" : value.ToString();
                return SipReject.None;
            default:
                draft.Others.Add(new SipHeader(name, value.ToString()));
                return SipReject.None;
        }
    }

    private static bool ReadVias(ReadOnlySpan<char> value, ref ImmutableArray<Via>.Builder? vias)
    {
        foreach (var one in SipGrammar.SplitList(value))
        {
            if (!Via.TryParse(one, out var via))
                return false;
            (vias ??= ImmutableArray.CreateBuilder<Via>(1)).Add(via);
        }

        return true;
    }

    private static bool ReadAddresses(ReadOnlySpan<char> value, ref ImmutableArray<NameAddress>.Builder? addresses)
    {
        foreach (var one in SipGrammar.SplitList(value))
        {
            if (!NameAddress.TryParse(one, out var address))
                return false;
            (addresses ??= ImmutableArray.CreateBuilder<NameAddress>(1)).Add(address);
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> value, int limit, out int? number)
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
        draft.Body = length == 0 ? [] : rest[..length].ToArray();
        return SipReject.None;
    }
}
