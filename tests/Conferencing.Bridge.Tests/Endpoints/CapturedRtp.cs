using System.Buffers.Binary;
using System.Net;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>One RTP packet as it crossed the wire (RFC 3550 5.1).</summary>
internal sealed record CapturedRtp(
    DateTimeOffset At, IPEndPoint Source, uint Ssrc, ushort Sequence, uint Timestamp, int PayloadType, ReadOnlyMemory<byte> Payload)
{
    private const int Header = 12;

    /// <summary>Null for whatever is not RTP: RTCP (RFC 5761 4), SIP and the rest.</summary>
    public static CapturedRtp? Parse(CapturedDatagram datagram)
    {
        var bytes = datagram.Payload.Span;
        if (bytes.Length < Header || bytes[0] >> 6 != 2 || bytes[1] is >= 192 and <= 223) return null;
        int offset = Header + (4 * (bytes[0] & 15));
        if (offset > bytes.Length) return null;
        return new CapturedRtp(
            datagram.At,
            datagram.Source,
            BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            bytes[1] & 0x7F,
            datagram.Payload[offset..]);
    }
}

/// <summary>The packets of one source.</summary>
internal sealed record CapturedRtpStream(IPEndPoint Source, uint Ssrc, List<CapturedRtp> Packets)
{
    public DateTimeOffset Begin => Packets[0].At;

    public DateTimeOffset End => Packets[^1].At;

    /// <summary>Sequence numbers that are missing between the first and the last.</summary>
    public int Lost
    {
        get
        {
            int highest = Packets[0].Sequence;
            var seen = new HashSet<int>();
            foreach (var packet in Packets)
            {
                int extended = highest + (short)(packet.Sequence - (ushort)highest);
                highest = Math.Max(highest, extended);
                seen.Add(extended);
            }
            return seen.Max() - seen.Min() + 1 - seen.Count;
        }
    }

    /// <summary>What of it was sent in a stretch of time.</summary>
    public CapturedRtpStream Within(DateTimeOffset from, DateTimeOffset until) => this with { Packets = [.. Packets.Where(packet => packet.At >= from && packet.At <= until)] };

    /// <summary>
    /// Numbers and timestamps go on together: as many units a packet as that, and more only where the sender <paramref name="paused"/>. A
    /// packet that only the capture missed is none that was not sent.
    /// </summary>
    public bool IsUnbroken(int units, bool paused = false) => Packets.Zip(Packets.Skip(1)).All(pair =>
    {
        ushort packets = unchecked((ushort)(pair.Second.Sequence - pair.First.Sequence));
        uint time = unchecked(pair.Second.Timestamp - pair.First.Timestamp);
        return packets is > 0 and < 1000 && (paused ? time >= packets * units && time % units == 0 : time == packets * units);
    });

    /// <summary>What a listener without a jitter buffer hears: each packet at its RTP timestamp, silence where one is missing.</summary>
    public short[] Decode(DateTimeOffset from, DateTimeOffset until)
    {
        var heard = Packets.Where(p => p.At >= from && p.At <= until && p.PayloadType is G711.MuLawPayloadType or G711.ALawPayloadType).ToList();
        if (heard.Count == 0) return [];
        uint first = heard[0].Timestamp;
        var samples = new short[heard.Max(p => (int)(p.Timestamp - first) + p.Payload.Length)];
        foreach (var packet in heard)
        {
            int at = (int)(packet.Timestamp - first);
            if (at < 0) continue;
            for (int i = 0; i < packet.Payload.Length; i++)
                samples[at + i] = G711.Decode(packet.PayloadType, packet.Payload.Span[i]);
        }
        return samples;
    }
}
