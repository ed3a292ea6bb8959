using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Conferencing.Server.Hosting;

/// <summary>Everything the server refuses, by name, since it started.</summary>
internal sealed class Counters
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Count(string name) => _counts.AddOrUpdate(name, 1, static (_, count) => count + 1);

    public ImmutableSortedDictionary<string, long> Read() => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
