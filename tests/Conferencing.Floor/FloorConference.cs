using System.Buffers.Binary;
using Conferencing.Media.Audio;

namespace Conferencing.Floor;

/// <summary>
/// The least arithmetic of a G.711 conference: what each sent last is decoded, all are summed, and everybody gets the sum without his own, limited
/// and encoded for him alone. No jitter buffer, no numbers but its own, nobody is chosen or left out.
/// </summary>
internal sealed class FloorConference
{
    /// <summary>Samples and bytes of 20 ms.</summary>
    public const int Frame = 160;

    public const int HeaderSize = 12;

    public const int PacketSize = HeaderSize + Frame;

    private const byte Alaw = 8;

    private readonly List<short[]> _frames = [];
    private readonly List<bool> _sent = [];
    private readonly AudioMixer _sum = new(Frame);
    private readonly SoftLimiter _limiter = new();
    private readonly short[] _heard = new short[Frame];
    private ushort _sequence;
    private uint _timestamp;

    public int Members => _frames.Count;

    /// <summary>Returns the new member's number.</summary>
    public int Add()
    {
        _frames.Add(new short[Frame]);
        _sent.Add(false);
        return _frames.Count - 1;
    }

    /// <summary>Keeps what a member sent until the next tick; what is no such packet says nothing.</summary>
    public void Take(int member, ReadOnlySpan<byte> packet)
    {
        if (packet.Length != PacketSize || (packet[1] & 0x7F) != Alaw)
            return;
        G711.DecodeAlaw(packet[HeaderSize..], _frames[member]);
        _sent[member] = true;
    }

    /// <summary>Sums what has come; <see cref="Write"/> for each member follows, then <see cref="End"/>.</summary>
    public void Sum()
    {
        _sum.Clear();
        for (int member = 0; member < _frames.Count; member++)
        {
            if (_sent[member])
                _sum.Add(_frames[member]);
        }
    }

    /// <summary>Writes the packet that a member hears.</summary>
    public void Write(int member, Span<byte> packet)
    {
        if (_sent[member])
            _sum.HearOthers(_frames[member], _limiter, _heard);
        else
            _sum.HearAll(_limiter, _heard);
        packet[0] = 0x80;
        packet[1] = Alaw;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], _sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _timestamp);
        BinaryPrimitives.WriteInt32BigEndian(packet[8..], member + 1);
        G711.EncodeAlaw(_heard, packet[HeaderSize..]);
    }

    public void End()
    {
        _sequence++;
        _timestamp += Frame;
        for (int member = 0; member < _sent.Count; member++)
            _sent[member] = false;
    }
}
