using System.Text;

namespace Conferencing.Signalling.Calls;

/// <summary>The body of an INFO with a key press: <c>Signal=5</c> and <c>Duration=160</c>, lines in any order.</summary>
internal static class DtmfRelay
{
    public static bool TryParse(ReadOnlySpan<byte> body, out char digit)
    {
        digit = '\0';
        foreach (var line in Encoding.Latin1.GetString(body).Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !line.AsSpan(0, equals).Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase))
                continue;
            var signal = line[(equals + 1)..].Trim().ToUpperInvariant();
            signal = signal switch { "10" => "*", "11" => "#", _ => signal };
            if (signal.Length == 1 && "0123456789*#ABCD".Contains(signal[0], StringComparison.Ordinal))
            {
                digit = signal[0];
                return true;
            }
        }

        return false;
    }
}
