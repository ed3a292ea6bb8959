using System.Text;

namespace Conferencing.Signalling.Messages;

/// <summary>
/// Finds the session description among several bodies (RFC 5621, RFC 2046 section 5.1). The others are dropped, unless one says that it
/// must be understood: then the message stays as it is, to be refused as one with an unknown body.
/// </summary>
internal static class MultipartBody
{
    private const string Wanted = "application/sdp";
    private const int MaxDepth = 3;
    private const int MaxParts = 16;

    /// <summary>The message with its application/sdp part as its only body, if it has one in a multipart body.</summary>
    public static SipMessage Narrow(SipMessage message) =>
        message.ContentType is { } type && TryFind(type, message.Body, MaxDepth, out var found)
            ? message with { ContentType = Wanted, Body = found }
            : message;

    private static bool TryFind(string contentType, ReadOnlyMemory<byte> body, int depth, out ReadOnlyMemory<byte> found)
    {
        found = default;
        if (depth == 0 || !contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) || Boundary(contentType) is not { } boundary)
            return false;
        var isFound = false;
        foreach (var part in Cut(body, boundary))
        {
            if (!TryRead(part, out var type, out var isRequired, out var content))
                return false;
            ReadOnlyMemory<byte> inner;
            if (MediaType(type) == Wanted)
                inner = content;
            else if (!TryFind(type, content, depth - 1, out inner))
            {
                if (isRequired)
                    return false;
                continue;
            }

            if (!isFound)
                found = inner;
            isFound = true;
        }

        return isFound;
    }

    private static string MediaType(string contentType) => contentType.Split(';')[0].Trim().ToLowerInvariant();

    private static string? Boundary(string contentType)
    {
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        if (semicolon < 0 || !SipParameters.TryParse(contentType.AsSpan(semicolon), out var parameters) || parameters.Find("boundary") is not { } written)
            return null;
        var boundary = SipGrammar.Unquote(written);
        return boundary.Length is > 0 and <= 70 ? boundary : null;
    }

    /// <summary>What lies between the boundary lines.</summary>
    private static List<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> body, string boundary)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var mark = Encoding.UTF8.GetBytes("--" + boundary);
        var start = -1;
        var from = 0;
        while (parts.Count < MaxParts && body.Span[from..].IndexOf(mark) is >= 0 and var found)
        {
            var at = from + found;
            from = at + mark.Length;
            if (at > 0 && body.Span[at - 1] != '\n')
                continue;
            if (start >= 0)
                parts.Add(body[start..Math.Max(start, EndOfLineBefore(body.Span, at))]); // two boundaries in a row have nothing between them
            var line = body.Span[from..].IndexOf((byte)'\n');
            if (line < 0 || body.Span[from..].StartsWith("--"u8))
                break;
            start = from + line + 1;
        }

        return parts;
    }

    /// <summary>The line end before a boundary belongs to the boundary.</summary>
    private static int EndOfLineBefore(ReadOnlySpan<byte> body, int at)
    {
        var end = at > 0 && body[at - 1] == '\n' ? at - 1 : at;
        return end > 0 && body[end - 1] == '\r' ? end - 1 : end;
    }

    private static bool TryRead(ReadOnlyMemory<byte> part, out string type, out bool isRequired, out ReadOnlyMemory<byte> content)
    {
        type = "text/plain"; // RFC 2046 section 5.1
        isRequired = false;
        content = default;
        var span = part.Span;
        var position = 0;
        while (position <= span.Length)
        {
            var length = span[position..].IndexOf((byte)'\n');
            if (length < 0)
                return false;
            var line = Encoding.UTF8.GetString(span.Slice(position, length)).Trim();
            position += length + 1;
            if (line.Length == 0)
                break;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue; // a folded line of a header that does not matter here
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].Trim().ToUpperInvariant())
            {
                case "CONTENT-TYPE" or "C":
                    type = value;
                    break;
                case "CONTENT-DISPOSITION":
                    isRequired = value.Contains("handling=required", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        content = part[position..];
        return true;
    }
}
