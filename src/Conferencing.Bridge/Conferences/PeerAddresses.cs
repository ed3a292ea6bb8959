using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Conferencing.Bridge.Sip;
using Conferencing.Signalling.Transports;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Conferences;

/// <summary>What is known of a host: its address, or that it has none, or nothing yet.</summary>
/// <param name="Address">The first of all.</param>
internal readonly record struct PeerAddress(IPAddress? Address, bool Unknown)
{
    /// <summary>A domain may have several servers, each with several addresses.</summary>
    public ImmutableArray<IPAddress> All { get; init; } = Address is null ? [] : [Address];
}

/// <summary>
/// Where the hosts of planned rooms are, and which of this machine's addresses they can reach. Names are looked up beside the
/// director, never by it.
/// </summary>
internal sealed class PeerAddresses(LocalAddresses local, SipLocator locator, ILogger logger)
{
    /// <summary>A name that was not found is looked up again when it is asked for after this time.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LookUpLimit = TimeSpan.FromSeconds(8);

    private readonly ConcurrentDictionary<string, PeerAddress> _names = new();
    private ImmutableHashSet<string> _hosts = [];
    private ImmutableHashSet<IPAddress> _known = [];

    /// <summary>The addresses of all hosts that are followed, as far as they are known. A new set whenever it changes.</summary>
    public ImmutableHashSet<IPAddress> Known => Volatile.Read(ref _known);

    /// <summary>Follows these hosts and no others.</summary>
    public void Follow(ImmutableHashSet<string> hosts)
    {
        Volatile.Write(ref _hosts, hosts);
        foreach (var host in hosts)
            Find(host);
        Refresh();
    }

    public PeerAddress Find(string host)
    {
        if (IPAddress.TryParse(host, out var literal))
            return new(literal, false);
        if (_names.TryGetValue(host, out var found))
            return found;
        if (_names.TryAdd(host, default))
            _ = LookUp(host);
        return default;
    }

    /// <summary>The names, among those looked up, that lead to this address.</summary>
    public ImmutableArray<string> NamesOf(IPAddress address) =>
        [.. _names.Where(name => !name.Value.All.IsDefault && name.Value.All.Contains(address)).Select(name => name.Key)];

    /// <summary>The address to write into SDP for this peer; null when no route leads there.</summary>
    public IPAddress? LocalTowards(IPAddress peer)
    {
        var towards = local.Towards(peer);
        if (towards is null)
            logger.LogWarning("No way leads to {Peer}", peer);
        return towards;
    }

    private async Task LookUp(string host)
    {
        try
        {
            var addresses = await Addresses(host).WaitAsync(LookUpLimit).ConfigureAwait(false);
            var chosen = addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
            _names[host] = new(chosen, chosen is null) { All = addresses };
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException or ArgumentException)
        {
            logger.LogWarning("The host {Host} is not known: {Reason}", host, failure.Message);
            _names[host] = new(null, true);
        }

        Refresh();
        if (_names[host].Unknown)
        {
            await Task.Delay(RetryAfter).ConfigureAwait(false);
            _names.TryRemove(host, out _);
        }
    }

    /// <summary>The host's own and those of the servers its domain names: an address with a port means the first, one without the second.</summary>
    private async Task<ImmutableArray<IPAddress>> Addresses(string host)
    {
        var servers = locator.Find(new SipTarget(host, null, null, false));
        var own = await locator.Find(new SipTarget(host, 5060, null, false)).ConfigureAwait(false);
        return [.. own.Concat(await servers.ConfigureAwait(false)).Select(way => way.Remote.Address).Distinct()];
    }

    private void Refresh()
    {
        var hosts = Volatile.Read(ref _hosts);
        Volatile.Write(ref _known, hosts.SelectMany(host => Find(host).All.IsDefault ? [] : Find(host).All).ToImmutableHashSet());
    }
}
