namespace Conferencing.Bridge.Recordings;

/// <summary>
/// A track as FLAC in Ogg (RFC 9639), mono, for a machine without libopus: nothing a node without Opus hears has more than 16 kHz. Like
/// <see cref="OpusTrack"/> it only grows, and opens whatever part of it is there.
/// </summary>
internal sealed class FlacTrack : ITrackFile
{
    /// <summary>100 ms: as much as is lost of what is not in a page yet beside the page itself.</summary>
    private const int BlockSamples = 5 * FrameSamples;

    private const int FrameSamples = 320;

    /// <summary>A millisecond of silence, the smallest block there may be: a file without any would not open.</summary>
    private const int FirstSamples = 16;

    /// <summary>Blocks in a page: half a second.</summary>
    private const int PageBlocks = 5;

    private readonly FlacBlock _block;
    private readonly OggFile _file;
    private readonly short[] _samples = new short[BlockSamples];
    private int _filled;
    private int _waiting;
    private long _written = FirstSamples;

    /// <exception cref="IOException">The file cannot be made.</exception>
    public FlacTrack(string path, uint serial, string title)
    {
        _block = new FlacBlock(RateHz, BlockSamples);
        _file = new OggFile(path, serial);
        _file.Begin(FlacHead.First(RateHz, FirstSamples, BlockSamples), FlacHead.Second(title), _block.Encode(_samples.AsSpan(0, FirstSamples), 0), FirstSamples);
    }

    public int RateHz => 16000;

    public long Bytes => _file.Bytes;

    public void Add(ReadOnlySpan<short> frame)
    {
        frame.CopyTo(_samples.AsSpan(_filled));
        _filled += frame.Length;
        if (_filled == BlockSamples)
            PutBlock();
    }

    public void AddSilence()
    {
        _samples.AsSpan(_filled, FrameSamples).Clear();
        Add(_samples.AsSpan(_filled, FrameSamples));
    }

    public void Finish()
    {
        if (_filled > 0)
            PutBlock();
        _file.Finish();
    }

    public void Dispose() => _file.Dispose();

    private void PutBlock()
    {
        _file.Add(_block.Encode(_samples.AsSpan(0, _filled), _written), _written + _filled);
        _written += _filled;
        _filled = 0;
        if (++_waiting < PageBlocks)
            return;
        _file.Flush();
        _waiting = 0;
    }
}
