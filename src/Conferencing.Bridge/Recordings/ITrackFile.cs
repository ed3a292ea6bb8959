namespace Conferencing.Bridge.Recordings;

/// <summary>What a track is written to: 20 ms after the other, without holes. One thread.</summary>
internal interface ITrackFile : IDisposable
{
    /// <summary>Of the frames it takes.</summary>
    int RateHz { get; }

    long Bytes { get; }

    /// <exception cref="IOException">The disk is full, or broken.</exception>
    void Add(ReadOnlySpan<short> frame);

    /// <summary>20 ms of nothing that follow others of nothing, as cheaply as it can.</summary>
    /// <exception cref="IOException">The disk is full, or broken.</exception>
    void AddSilence();

    /// <summary>Ends the file in good order.</summary>
    /// <exception cref="IOException">The disk is full, or broken.</exception>
    void Finish();
}
