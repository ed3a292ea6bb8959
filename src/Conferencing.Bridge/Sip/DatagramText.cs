using System.Text;

namespace Conferencing.Bridge.Sip;

/// <summary>A datagram for the log: hexadecimal, shortened, without the header fields that carry credentials.</summary>
internal static class DatagramText
{
    private const int MaxBytes = 512;

    public static string Of(ReadOnlySpan<byte> datagram)
    {
        var text = Encoding.Latin1.GetString(datagram);
        var kept = new StringBuilder(text.Length);
        var isSecret = false;
        foreach (var line in text.Split('\n'))
        {
            // A folded line belongs to the one before.
            isSecret = line.StartsWith(' ') || line.StartsWith('\t') ? isSecret : IsSecret(line);
            if (!isSecret)
                kept.Append(line).Append('\n');
        }

        var bytes = Encoding.Latin1.GetBytes(kept.ToString());
        return bytes.Length <= MaxBytes
            ? Convert.ToHexString(bytes)
            : $"{Convert.ToHexString(bytes.AsSpan(0, MaxBytes))}... ({datagram.Length} bytes)";
    }

    private static bool IsSecret(string line) =>
        line.StartsWith("Authorization", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("Proxy-Authorization", StringComparison.OrdinalIgnoreCase);
}
