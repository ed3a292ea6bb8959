using Conferencing.Bridge.Codecs;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator.Load;

/// <summary>A codec in the words of signalling and media.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="Offered">What a room says it takes.</param>
internal sealed record LoadCodec(string Name, AudioFormat Offered, AudioCodec Codec)
{
    public static readonly LoadCodec Pcma = new("pcma", AudioFormat.Pcma, AudioCodec.Pcma);

    private static readonly LoadCodec[] All =
    [
        Pcma,
        new("pcmu", AudioFormat.Pcmu, AudioCodec.Pcmu),
        new("g722", AudioFormat.G722, AudioCodec.G722),
        new("l16", AudioFormat.L16, AudioCodec.L16),
        // Without repetition for loss, as other bridges encode by default: so all are asked for the same.
        new("opus", AudioFormat.Opus with { Parameters = "useinbandfec=0" }, OpusCodec.Received),
    ];

    public static LoadCodec? Find(string name) => Array.Find(All, codec => codec.Name == name);

    /// <summary>What a room encodes with.</summary>
    public AudioCodec Sent(bool leavesSilenceOut) => Codec is OpusCodec ? OpusCodec.For(leavesSilenceOut ? "usedtx=1" : null) : Codec;
}
