namespace Conferencing.Signalling.Registrations;

/// <summary>When a registration is sent again: numbers in, moments out. It sends nothing and knows no registrar.</summary>
internal sealed class RegistrationSchedule(RegistrationOptions options, Random random)
{
    private int _failures;

    /// <summary>Failures since the last success.</summary>
    public int Failures => _failures;

    /// <summary>
    /// The registrar granted so much time: the next REGISTER goes at the refresh fraction of it, up to a tenth earlier so that nodes do not beat
    /// in step, and in time for two more tries before it runs out.
    /// </summary>
    public TimeSpan AfterSuccess(TimeSpan granted)
    {
        _failures = 0;
        var wait = granted * (options.RefreshFraction * (1 - (random.NextDouble() / 10)));
        return wait < options.LeastPause ? options.LeastPause : wait;
    }

    /// <summary>
    /// RFC 5626 section 4.5: the upper bound doubles with every failure up to a limit; the wait is a random half to whole of it. What the
    /// registrar asked for by Retry-After (RFC 3261 section 20.33) counts when it is longer, up to the same limit.
    /// </summary>
    public TimeSpan AfterFailure(TimeSpan? retryAfter)
    {
        var doublings = Math.Min(_failures, 20);
        _failures++;
        var bound = options.FirstBackOff * Math.Pow(2, doublings);
        bound = bound > options.LongestBackOff ? options.LongestBackOff : bound;
        var wait = bound * (0.5 + (random.NextDouble() / 2));
        return retryAfter is not { } wish || wish <= wait ? wait : wish > options.LongestBackOff ? options.LongestBackOff : wish;
    }
}
