using System.Buffers.Binary;
using System.Net;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <param name="At">The kernel's time stamp.</param>
internal sealed record CapturedDatagram(DateTimeOffset At, IPEndPoint Source, IPEndPoint Destination, ReadOnlyMemory<byte> Payload);

/// <summary>Reads and writes libpcap files of UDP over IPv4 over Ethernet (loopback is captured as such).</summary>
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
        if (bytes.Length < EthernetHeader + 20 + UdpHeader || bytes[12] != 8 || bytes[13] != 0) return null;
        var ip = frame[EthernetHeader..];
        int header = (ip.Span[0] & 15) * 4;
        if (ip.Span[0] >> 4 != 4 || ip.Span[9] != Udp || ip.Length < header + UdpHeader) return null;
        var udp = ip.Span[header..];
        int length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        if (length < UdpHeader || header + length > ip.Length) return null;
        var source = new IPEndPoint(new IPAddress(ip.Span.Slice(12, 4)), BinaryPrimitives.ReadUInt16BigEndian(udp));
        var destination = new IPEndPoint(new IPAddress(ip.Span.Slice(16, 4)), BinaryPrimitives.ReadUInt16BigEndian(udp[2..]));
        return new CapturedDatagram(at, source, destination, ip.Slice(header + UdpHeader, length - UdpHeader));
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
