using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Conferencing.Signalling.Defence;

/// <summary>
/// Whom limits and bans are kept for: an IPv4 address, or the /64 of an IPv6 address, which one subscriber holds whole. It proves nothing:
/// the source of a datagram can be forged.
/// </summary>
public readonly record struct SourceKey(bool IsV6, ulong Bits)
{
    private const string Prefix = "::/64";

    public static SourceKey Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out var length);
        return length == 4
            ? new SourceKey(false, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new SourceKey(true, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>Reads what <see cref="ToString"/> writes, and any single address.</summary>
    public static bool TryParse(string text, out SourceKey source)
    {
        var address = text.EndsWith("/64", StringComparison.Ordinal) ? text[..^3] : text;
        source = IPAddress.TryParse(address, out var parsed) ? Of(parsed) : default;
        return parsed is not null;
    }

    public override string ToString()
    {
        if (!IsV6)
            return new IPAddress(BinaryPrimitives.ReverseEndianness((uint)Bits)).ToString();
        var bits = Bits;
        var groups = Enumerable.Range(0, 4).Select(group => ((bits >> (48 - (16 * group))) & 0xffff).ToString("x", CultureInfo.InvariantCulture));
        return string.Join(':', groups) + Prefix;
    }
}
