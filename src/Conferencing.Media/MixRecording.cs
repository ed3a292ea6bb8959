namespace Conferencing.Media;

/// <summary>
/// While a conference is recorded: puts out each tick's mix and, if wanted, what each leg adds to it. It neither encodes nor keeps anything.
/// </summary>
/// <param name="begunAt">Frames of the conference's time before the recording.</param>
internal sealed class MixRecording(bool legs, long begunAt)
{
    /// <summary>The sum has been made, and nothing of this tick has been forgotten yet.</summary>
    public void Tell(ConferenceMix mix, List<Leg> present, long mediaTime, Outbox outbox)
    {
        long number = mediaTime - begunAt;
        foreach (var leg in present)
        {
            if (legs && leg.Contributes)
                leg.Frame.CopyTo(outbox.Record(leg.Id, number, leg.Frame.Length));
        }

        mix.HearAll().CopyTo(outbox.Record(null, number, mix.FrameSamples));
    }
}
