using System.Collections.Immutable;
using Conferencing.Signalling.Calls;

namespace Conferencing.Signalling.Watch;

/// <summary>The heartbeats of all devices: spread evenly over the period, so that hundreds of them make no burst.</summary>
internal sealed class EndpointWatch(UserAgent agent)
{
    private readonly Dictionary<string, EndpointProbe> _probes = [];
    private TimeSpan _period;

    /// <summary>Rises with every change.</summary>
    public long Version { get; private set; }

    public IEnumerable<EndpointReach> All => _probes.Values.Select(probe => probe.Reach);

    /// <summary>Watches these and no others; what is known of one that stays is kept.</summary>
    /// <param name="period">Zero watches nothing.</param>
    public void Use(ImmutableArray<string> addresses, TimeSpan period, Tick now)
    {
        var wanted = period > TimeSpan.Zero ? addresses.Distinct(StringComparer.Ordinal).ToList() : [];
        foreach (var (address, probe) in _probes.Where(one => period != _period || !wanted.Contains(one.Key)).ToList())
        {
            probe.Stop();
            _probes.Remove(address);
        }

        _period = period;
        for (var i = 0; i < wanted.Count; i++)
        {
            if (!_probes.ContainsKey(wanted[i]))
                _probes.Add(wanted[i], new EndpointProbe(agent, wanted[i], period, now + (period * i / wanted.Count), () => Version++));
        }

        Version++;
    }
}
