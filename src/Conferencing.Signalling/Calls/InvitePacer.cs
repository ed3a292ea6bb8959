namespace Conferencing.Signalling.Calls;

/// <summary>Spreads the first INVITEs of new calls evenly, so that many rooms called at one hour do not arrive in one burst.</summary>
internal sealed class InvitePacer(int perSecond)
{
    private readonly TimeSpan _pause = TimeSpan.FromSeconds(1) / Math.Max(1, perSecond);
    private Tick _next = new(0);

    /// <summary>When the next INVITE may go: now after a pause, else one step after the one before.</summary>
    public Tick TakeSlot(Tick now)
    {
        var slot = _next > now ? _next : now;
        _next = slot + _pause;
        return slot;
    }
}
