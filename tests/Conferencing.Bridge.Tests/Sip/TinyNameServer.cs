using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>A DNS server on loopback that answers from a zone of lines like <c>_sip._udp.x.vn SRV 1 0 5060 a.x.vn</c>.</summary>
internal sealed class TinyNameServer : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly string[][] _zone;

    public TinyNameServer(string zone)
    {
        _zone = [.. zone.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(' '))];
        _ = Serve();
    }

    public IPEndPoint Address => (IPEndPoint)_socket.Client.LocalEndPoint!;

    /// <summary>Names and types that were asked for.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Asked { get; } = [];

    public void Dispose() => _socket.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var asked = await _socket.ReceiveAsync();
                await _socket.SendAsync(Answer(asked.Buffer), asked.RemoteEndPoint);
            }
        }
        catch (Exception fault) when (fault is ObjectDisposedException or SocketException)
        {
            // the end of the test
        }
    }

    private byte[] Answer(byte[] query)
    {
        var labels = new List<string>();
        var at = 12;
        for (; query[at] != 0; at += query[at] + 1)
            labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
        var name = string.Join('.', labels);
        var type = BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at + 1)) switch
        {
            1 => "A",
            28 => "AAAA",
            33 => "SRV",
            35 => "NAPTR",
            _ => "?",
        };
        Asked.Enqueue($"{name} {type}");
        var records = _zone.Where(line => line[0].Equals(name, StringComparison.OrdinalIgnoreCase) && line[1] == type).ToList();
        byte[] header = [query[0], query[1], 0x85, 0x80, 0, 1, 0, (byte)records.Count, 0, 0, 0, 0];
        return [.. header, .. query.AsSpan(12, at + 5 - 12), .. records.SelectMany(line => Record(query.AsSpan(at + 1, 2).ToArray(), line))];
    }

    private static byte[] Record(byte[] type, string[] line)
    {
        byte[] data = line[1] switch
        {
            "SRV" => [.. Number(line[2]), .. Number(line[3]), .. Number(line[4]), .. Name(line[5])],
            "NAPTR" => [.. Number(line[2]), .. Number(line[3]), .. Text(line[4]), .. Text(line[5]), 0, .. Name(line[6])],
            _ => IPAddress.Parse(line[2]).GetAddressBytes(),
        };
        return [.. Name(line[0]), .. type, 0, 1, 0, 0, 0, 60, .. Number(data.Length.ToString(CultureInfo.InvariantCulture)), .. data];
    }

    private static byte[] Number(string text)
    {
        var number = int.Parse(text, CultureInfo.InvariantCulture);
        return [(byte)(number >> 8), (byte)number];
    }

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Name(string name) => [.. name.Split('.').SelectMany(Text), 0];
}
