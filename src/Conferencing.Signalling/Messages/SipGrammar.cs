using System.Buffers;

namespace Conferencing.Signalling.Messages;

/// <summary>The lexical rules of RFC 3261 section 25.1 that several header fields share.</summary>
internal static class SipGrammar
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("-.!%*_+`'~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsTokenCharacter(char c) => TokenCharacters.Contains(c);

    public static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(TokenCharacters);

    /// <summary>Linear white space after unfolding.</summary>
    public static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    /// <summary>Position of the first <paramref name="wanted"/> outside quoted strings and angle brackets; −1 when there is none.</summary>
    public static int IndexOutsideQuotes(ReadOnlySpan<char> text, char wanted)
    {
        var start = text.IndexOfAny(wanted, '"', '<');
        if (start < 0 || text[start] == wanted)
            return start;
        var inQuotes = false;
        var inBrackets = false;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (inQuotes)
            {
                i += c == '\\' ? 1 : 0;
                inQuotes = c != '"';
                continue;
            }

            if (c == wanted && !inBrackets)
                return i;
            inQuotes = c == '"' && !inBrackets;
            inBrackets = c == '<' || (inBrackets && c != '>');
        }

        return -1;
    }

    /// <summary>The values of a comma-separated header field, trimmed.</summary>
    public static ListValues SplitList(ReadOnlySpan<char> text) => new(text);

    /// <summary>Length of the quoted string at the beginning of <paramref name="text"/>, quotes included; −1 when it does not end.</summary>
    public static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i + 1;
            i += text[i] == '\\' ? 1 : 0;
        }

        return -1;
    }

    /// <summary>The content of a quoted string without its quotes and backslashes.</summary>
    public static string Unquote(ReadOnlySpan<char> quoted)
    {
        if (quoted.Length < 2 || quoted[0] != '"')
            return quoted.ToString();
        var plain = new System.Text.StringBuilder(quoted.Length);
        for (var i = 1; i < quoted.Length - 1; i++)
        {
            i += quoted[i] == '\\' && i + 1 < quoted.Length - 1 ? 1 : 0;
            plain.Append(quoted[i]);
        }

        return plain.ToString();
    }

    /// <summary>A quoted string; control characters, which no header may hold, become spaces.</summary>
    public static string Quote(string plain)
    {
        var quoted = new System.Text.StringBuilder(plain.Length + 2).Append('"');
        foreach (var c in plain)
        {
            if (c is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(char.IsControl(c) ? ' ' : c);
        }

        return quoted.Append('"').ToString();
    }
}

/// <summary>The values of a comma-separated header field, one after the other; at least one, which may be empty.</summary>
internal ref struct ListValues(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;
    private bool _isOver;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly ListValues GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_isOver)
            return false;
        var comma = SipGrammar.IndexOutsideQuotes(_rest, ',');
        Current = (comma < 0 ? _rest : _rest[..comma]).Trim();
        _isOver = comma < 0;
        _rest = _isOver ? [] : _rest[(comma + 1)..];
        return true;
    }
}
