using System.Collections.Immutable;
using System.Text;

namespace Conferencing.Booking.Invitations;

/// <summary>
/// One content line of an iCalendar object that came from outside (RFC 5545 3.1): unfolded, taken apart, unescaped. Knows no component, and
/// takes a line that is none for nothing.
/// </summary>
internal sealed record CalendarLine(string Name, ImmutableDictionary<string, string> Parameters, string Value)
{
    private const int MaxParameters = 30;

    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    /// <summary>The lines of a text, however they end; a line that begins with a blank goes on with the one before.</summary>
    public static IEnumerable<CalendarLine> Of(string text)
    {
        var whole = new StringBuilder();
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')).Append(""))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                whole.Append(line, 1, line.Length - 1);
                continue;
            }
            if (Read(whole.ToString()) is { } read) yield return read;
            whole.Clear().Append(line);
        }
    }

    /// <summary>RFC 5545 3.3.11, backwards.</summary>
    public string Text()
    {
        var text = new StringBuilder(Value.Length);
        for (var at = 0; at < Value.Length; at++)
        {
            if (Value[at] != '\\' || at + 1 == Value.Length) text.Append(Value[at]);
            else text.Append(Value[++at] is 'n' or 'N' ? '\n' : Value[at]);
        }
        return text.ToString();
    }

    private static CalendarLine? Read(string line)
    {
        var end = Stop(line, 0);
        if (end <= 0 || end == line.Length) return null;
        var parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = end;
        while (line[at] == ';')
        {
            var next = Stop(line, at + 1);
            if (next == line.Length || parameters.Count == MaxParameters) return null;
            var (name, value) = Halves(line[(at + 1)..next]);
            parameters.TryAdd(name, value);
            at = next;
        }
        return new CalendarLine(line[..end].ToUpperInvariant(), parameters.ToImmutable(), line[(at + 1)..]);
    }

    /// <summary>Where the next parameter or the value begins; what is between quotes ends nothing (3.2).</summary>
    private static int Stop(string line, int from)
    {
        var isQuoted = false;
        for (var at = from; at < line.Length; at++)
        {
            if (line[at] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && line[at] is ';' or ':') return at;
        }
        return line.Length;
    }

    private static (string Name, string Value) Halves(string parameter)
    {
        var at = parameter.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (parameter, "") : (parameter[..at], parameter[(at + 1)..]);
    }
}
