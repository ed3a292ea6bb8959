using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Booking.Invitations;

/// <summary>Content lines of an iCalendar object (RFC 5545 3.1): escaped, folded at 75 octets, never within a letter. Knows no component.</summary>
internal sealed class ContentLines
{
    private const int MaxOctets = 75;
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    private readonly StringBuilder _text = new();

    public static string Moment(Instant at) => Utc.Format(at);

    public static string Moment(LocalDateTime at) => Local.Format(at);

    /// <summary>The value as it is to stand there.</summary>
    public void Raw(string name, string value)
    {
        var octets = 0;
        foreach (var letter in $"{name}:{value}".EnumerateRunes())
        {
            if (Rune.IsControl(letter) && letter.Value != '\t') continue;
            if (octets + letter.Utf8SequenceLength > MaxOctets)
            {
                _text.Append("\r\n ");
                octets = 1;
            }
            _text.Append(letter.ToString());
            octets += letter.Utf8SequenceLength;
        }
        _text.Append("\r\n");
    }

    /// <summary>RFC 5545 3.3.11. Nothing is written where there is nothing to say.</summary>
    public void Text(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Raw(name, Escape(value));
    }

    /// <summary>A parameter's value between quotes (3.2), in which no quote can stand.</summary>
    public static string Quoted(string value) => $"\"{value.Replace('"', '\'')}\"";

    public override string ToString() => _text.ToString();

    private static string Escape(string value) => value.ReplaceLineEndings("\n")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
