using System.Net;
using Conferencing.Bridge.Rtp;

namespace Conferencing.Floor;

/// <summary>One conference and its port: takes what has arrived, and sends a packet to everybody who ever sent one.</summary>
internal sealed class FloorLine(int port) : IDisposable
{
    private readonly RtpSocket _socket = new(IPAddress.Loopback, port);
    private readonly FloorConference _conference = new();
    private readonly Dictionary<UdpAddress, int> _members = [];
    private readonly List<UdpAddress> _addresses = [];
    private readonly byte[] _packet = new byte[FloorConference.PacketSize];

    public void Tick()
    {
        Receive();
        _conference.Sum();
        for (int member = 0; member < _addresses.Count; member++)
        {
            _conference.Write(member, _packet);
            _socket.Queue(_packet, _addresses[member]);
        }

        _socket.Flush();
        _conference.End();
    }

    public void Dispose() => _socket.Dispose();

    private void Receive()
    {
        for (int count = RtpSocket.Batch; count == RtpSocket.Batch;)
        {
            count = _socket.Receive();
            for (int i = 0; i < count; i++)
                _conference.Take(MemberAt(_socket.Source(i)), _socket.Datagram(i));
        }
    }

    private int MemberAt(UdpAddress source)
    {
        if (_members.TryGetValue(source, out int member))
            return member;
        _addresses.Add(source);
        return _members[source] = _conference.Add();
    }
}
