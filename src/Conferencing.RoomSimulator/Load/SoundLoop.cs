using Conferencing.Media;
using Conferencing.Media.Audio;

namespace Conferencing.RoomSimulator.Load;

/// <summary>One packet of a loop.</summary>
/// <param name="Payload">Empty when nothing is sent in this packet's time.</param>
/// <param name="IsComfortNoise">RFC 3389, under its own payload type.</param>
internal readonly record struct LoopPacket(byte[] Payload, bool IsComfortNoise = false);

/// <summary>A room's sound, encoded beforehand and sent over and over: sending it costs next to nothing.</summary>
internal sealed class SoundLoop
{
    /// <summary>Packets between two updates of comfort noise: 400 ms.</summary>
    private const int ComfortNoisePackets = 20;

    /// <summary>Less than this is silence to a room's voice activity detection (square of a sample): −50 dBov.</summary>
    private const double QuietSquare = 104 * 104;

    /// <summary>RFC 3389: one byte, the level of the noise in −dBov.</summary>
    private static readonly LoopPacket ComfortNoise = new([66], IsComfortNoise: true);

    private readonly LoopPacket[] _packets;

    private SoundLoop(LoopPacket[] packets) => _packets = packets;

    public int Length => _packets.Length;

    public LoopPacket this[int index] => _packets[index];

    /// <summary>Encodes a sound that comes back to its beginning after so many packets of 20 ms.</summary>
    public static SoundLoop Encode(AudioCodec codec, IReadOnlyList<short[]> frames, bool leavesSilenceOut)
    {
        var encoder = codec.NewEncoder();
        var packets = new LoopPacket[frames.Count];
        var payload = new byte[codec.MaxFrameBytes];
        bool leaves = leavesSilenceOut && codec.FrameBytes > 0; // codecs of variable rate do it by themselves
        for (int i = -frames.Count; i < frames.Count; i++)
        {
            // The first turn only brings the encoder to the state it has whenever the loop begins again.
            var frame = frames[i < 0 ? i + frames.Count : i];
            int length = encoder.Encode(frame, payload);
            if (i >= 0)
                packets[i] = leaves && IsQuiet(frame) ? Left(i) : new LoopPacket(payload.AsSpan(0, length).ToArray());
        }

        return new SoundLoop(packets);
    }

    private static LoopPacket Left(int index) => index % ComfortNoisePackets == 0 ? ComfortNoise : new LoopPacket([]);

    private static bool IsQuiet(ReadOnlySpan<short> frame)
    {
        double squares = 0;
        foreach (short sample in frame)
            squares += sample * sample;
        return squares < QuietSquare * frame.Length;
    }
}
