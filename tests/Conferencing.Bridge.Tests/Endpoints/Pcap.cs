using System.Buffers.Binary;
using System.Net;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <param name="At">The kernel's time stamp.</param>
internal sealed record CapturedDatagram(DateTimeOffset At, IPEndPoint Source, IPEndPoint Destination, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Type of service or traffic class; the upper six bits are the DSCP.</summary>
    public byte TrafficClass { get; init; }
}

/// <summary>Reads libpcap files of UDP over IPv4 and IPv6 over Ethernet (loopback is captured as such), and writes those of IPv4.</summary>
internal static class Pcap
{
    private const uint Magic = 0xA1B2C3D4;
    private const int FileHeader = 24;
    private const int RecordHeader = 16;
    private const int EthernetHeader = 14;
    private const int UdpHeader = 8;
    private const byte Udp = 17;

    /// <summary>Every datagram of the file in its order; a record cut off at the end is left out.</summary>
    public static List<CapturedDatagram> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var found = new List<CapturedDatagram>();
        if (file.Length < FileHeader) return found;
        if (BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic)
            throw new InvalidDataException($"{path} is not a little-endian microsecond pcap file.");
        int at = FileHeader;
        while (at + RecordHeader <= file.Length)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 8));
            if (at + RecordHeader + length > file.Length) break;
            long seconds = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
            long micros = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            var when = DateTimeOffset.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (micros * TimeSpan.TicksPerMicrosecond));
            if (ParseFrame(when, file.AsMemory(at + RecordHeader, length)) is { } datagram) found.Add(datagram);
            at += RecordHeader + length;
        }
        return found;
    }

    /// <summary>Writes a tone as G.711 µ-law RTP, 20 ms a packet, for sipp to play.</summary>
    public static void WriteTone(string path, int frequencyHz, int seconds)
    {
        const int SamplesPerPacket = Tones.RateHz / 50;
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Magic);
        writer.Write((ushort)2);
        writer.Write((ushort)4);
        writer.Write(0L);
        writer.Write(65535);
        writer.Write(1);
        byte[] frame = new byte[EthernetHeader + 20 + UdpHeader + 12 + SamplesPerPacket];
        for (int packet = 0; packet < seconds * 50; packet++)
        {
            FillFrame(frame, packet, frequencyHz, SamplesPerPacket);
            writer.Write(packet / 50);
            writer.Write(packet % 50 * 20_000);
            writer.Write(frame.Length);
            writer.Write(frame.Length);
            writer.Write(frame);
        }
    }

    private static CapturedDatagram? ParseFrame(DateTimeOffset at, ReadOnlyMemory<byte> frame)
    {
        var bytes = frame.Span;
        if (bytes.Length < EthernetHeader + 20 + UdpHeader) return null;
        var ip = frame[EthernetHeader..];
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]) switch
        {
            0x0800 => ParseIp4(at, ip),
            0x86DD => ParseIp6(at, ip),
            _ => null,
        };
    }

    /// <summary>Without extension headers: nobody here sends any.</summary>
    private static CapturedDatagram? ParseIp6(DateTimeOffset at, ReadOnlyMemory<byte> ip)
    {
        const int Header = 40;
        if (ip.Length < Header + UdpHeader || ip.Span[6] != Udp) return null;
        var (source, destination) = (new IPAddress(ip.Span.Slice(8, 16)), new IPAddress(ip.Span.Slice(24, 16)));
        byte trafficClass = (byte)((ip.Span[0] << 4) | (ip.Span[1] >> 4));
        return ParseUdp(at, source, destination, ip[Header..]) is { } datagram ? datagram with { TrafficClass = trafficClass } : null;
    }

    private static CapturedDatagram? ParseIp4(DateTimeOffset at, ReadOnlyMemory<byte> ip)
    {
        int header = (ip.Span[0] & 15) * 4;
        if (ip.Span[0] >> 4 != 4 || ip.Span[9] != Udp || ip.Length < header + UdpHeader) return null;
        var (source, destination) = (new IPAddress(ip.Span.Slice(12, 4)), new IPAddress(ip.Span.Slice(16, 4)));
        return ParseUdp(at, source, destination, ip[header..]) is { } datagram ? datagram with { TrafficClass = ip.Span[1] } : null;
    }

    private static CapturedDatagram? ParseUdp(DateTimeOffset at, IPAddress source, IPAddress destination, ReadOnlyMemory<byte> udp)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(udp.Span[4..]);
        if (length < UdpHeader || length > udp.Length) return null;
        return new CapturedDatagram(
            at, new IPEndPoint(source, BinaryPrimitives.ReadUInt16BigEndian(udp.Span)), new IPEndPoint(destination, BinaryPrimitives.ReadUInt16BigEndian(udp.Span[2..])),
            udp[UdpHeader..length]);
    }

    private static void FillFrame(Span<byte> frame, int packet, int frequencyHz, int samples)
    {
        frame.Clear();
        frame[12] = 8;
        var ip = frame[EthernetHeader..];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        ip[8] = 64;
        ip[9] = Udp;
        ip[12] = ip[16] = 127;
        ip[15] = ip[19] = 1;
        var udp = ip[20..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, 6000);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], 6002);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        var rtp = udp[UdpHeader..];
        rtp[0] = 0x80;
        rtp[1] = packet == 0 ? (byte)0x80 : (byte)0;
        BinaryPrimitives.WriteUInt16BigEndian(rtp[2..], (ushort)(1000 + packet));
        BinaryPrimitives.WriteUInt32BigEndian(rtp[4..], (uint)(samples * packet));
        BinaryPrimitives.WriteUInt32BigEndian(rtp[8..], 0x5151AA00u + (uint)frequencyHz);
        for (int i = 0; i < samples; i++)
            rtp[12 + i] = G711.EncodeMuLaw(Tones.SampleAt(frequencyHz, (packet * samples) + i));
    }
}
