using Conferencing.Bridge.Codecs;
using Conferencing.Media.Audio;

namespace Conferencing.Bridge.Recordings;

/// <summary>
/// One track: numbered frames of whatever rate in, a file without holes out. What is missing is written as silence, which costs nothing once
/// it lasts. In steady state nothing is allocated.
/// </summary>
internal sealed class TrackWriter : IDisposable
{
    private const int RateHz = 48000;
    private const int FrameSamples = RateHz / 50;

    /// <summary>Frames after which encoder and decoder have nothing left to say: from then on <see cref="Silence"/> is written.</summary>
    private const int FadeFrames = 10;

    private static readonly OpusEncoder Fresh = new(OpusCodec.Received);

    private readonly OpusEncoder _encoder = new(OpusCodec.Received);
    private readonly OpusFile _file;
    private readonly byte[] _packet = new byte[OpusCodec.Received.MaxFrameBytes];
    private readonly short[] _wide = new short[FrameSamples];
    private readonly short[] _nothing = new short[FrameSamples];
    private Resampler? _resampler;
    private int _packetLength;
    private int _silentFrames;

    public TrackWriter(string path, uint serial, string title)
    {
        _packetLength = _encoder.Encode(_nothing, _packet);
        _file = new OpusFile(path, serial, _encoder.LookAhead, title, _packet.AsSpan(0, _packetLength));
    }

    /// <summary>20 ms that say only that there is nothing (RFC 6716: CELT, full band, its silence flag set), in fewer bytes than an encoder takes.</summary>
    private static ReadOnlySpan<byte> Silence => [0xF8, 0xFF, 0xFE];

    /// <summary>Frames written, those of silence included: the number of the next.</summary>
    public long Frames { get; private set; }

    public long Bytes => _file.Bytes;

    /// <param name="number">Frames since the recording began; one that was passed already is left out.</param>
    public void Add(long number, ReadOnlySpan<short> samples)
    {
        if (number < Frames)
            return;
        PadTo(number);
        _silentFrames = 0;
        Write(samples);
    }

    /// <summary>Silence up to this frame.</summary>
    public void PadTo(long number)
    {
        while (Frames < number)
        {
            if (_silentFrames++ < FadeFrames)
                Write(_nothing.AsSpan(0, (_resampler?.FromHz ?? RateHz) / 50));
            else
                Put(Silence);
            // The decoder begins anew after it; so does the encoder.
            if (_silentFrames == FadeFrames)
                _encoder.CopyFrom(Fresh);
        }
    }

    public void Finish()
    {
        _packetLength = _encoder.Encode(_nothing, _packet);
        _file.Finish(_packet.AsSpan(0, _packetLength));
    }

    public void Dispose() => _file.Dispose();

    private void Write(ReadOnlySpan<short> samples)
    {
        int rate = samples.Length * 50;
        if (rate == RateHz)
        {
            _packetLength = _encoder.Encode(samples, _packet);
        }
        else
        {
            if (_resampler?.FromHz != rate)
                _resampler = new Resampler(rate, RateHz);
            _resampler.Resample(samples, _wide);
            _packetLength = _encoder.Encode(_wide, _packet);
        }

        Put(_packet.AsSpan(0, _packetLength));
    }

    private void Put(ReadOnlySpan<byte> packet)
    {
        _file.Add(packet);
        Frames++;
    }
}
