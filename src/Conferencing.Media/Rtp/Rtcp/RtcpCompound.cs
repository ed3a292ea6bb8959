namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>One packet of a compound.</summary>
public readonly ref struct RtcpPart
{
    internal RtcpPart(RtcpHeader header, ReadOnlySpan<byte> body)
    {
        Header = header;
        Body = body;
    }

    public RtcpHeader Header { get; }

    /// <summary>What follows the four bytes of the header, padding taken off.</summary>
    public ReadOnlySpan<byte> Body { get; }
}

/// <summary>Walks the packets of a compound (RFC 3550 6.1); reduced-size compounds (RFC 5506) are walked as well.</summary>
public ref struct RtcpCompound
{
    private ReadOnlySpan<byte> _rest;

    private RtcpCompound(ReadOnlySpan<byte> datagram) => _rest = datagram;

    /// <summary>False unless every packet fits and the lengths add up (RFC 3550 A.2), so that walking cannot fail.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtcpCompound compound)
    {
        compound = default;
        if (datagram.IsEmpty)
            return false;

        for (var rest = datagram; !rest.IsEmpty;)
        {
            if (!RtcpHeader.TryParse(rest, out var header))
                return false;
            rest = rest[header.Length..];
        }

        compound = new RtcpCompound(datagram);
        return true;
    }

    public bool TryNext(out RtcpPart part)
    {
        part = default;
        if (!RtcpHeader.TryParse(_rest, out var header))
            return false;

        part = new RtcpPart(header, _rest[RtcpHeader.Size..(header.Length - header.Padding)]);
        _rest = _rest[header.Length..];
        return true;
    }
}
