using System.Collections.Immutable;
using System.Net;

namespace Conferencing.Signalling.Transports;

/// <summary>
/// Finds the ways to a SIP target by DNS (RFC 3263 section 4): says what to ask next, takes the records, and orders what they say. Asks
/// nobody itself; a host asks until there is no question left, and then tries the ways one after the other.
/// </summary>
/// <param name="random">Spreads callers over servers by their weights (RFC 2782).</param>
public sealed class TargetSearch(SipTarget target, Random random)
{
    private const int MostServers = 8;

    private readonly List<(SipTransport Transport, string Name)> _services = [];
    private readonly List<(SipTransport Transport, string Host, int Port)> _servers = [];
    private readonly Dictionary<string, ImmutableArray<IPAddress>> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private Step _step = FirstStep(target);
    private int _asked;

    private enum Step
    {
        Naptr,
        Services,
        Addresses,
    }

    /// <summary>Best first; empty while questions are left, and when the name leads nowhere.</summary>
    public ImmutableArray<SipPath> Ways => [.. _servers.SelectMany(Reachable)];

    /// <summary>The next question; false when all is known.</summary>
    public bool TryAsk(out DnsQuestion question)
    {
        question = new DnsQuestion(DnsKind.Naptr, target.Host);
        if (_step == Step.Naptr)
            return true;
        if (_step == Step.Services && _services.Count == 0)
            _services.AddRange(Usual());
        if (_step == Step.Services && _asked < _services.Count)
        {
            question = new DnsQuestion(DnsKind.Srv, _services[_asked].Name);
            return true;
        }

        if (_servers.Count == 0)
            AddHostItself();
        _step = Step.Addresses;
        var host = _servers.Select(server => server.Host).FirstOrDefault(name => !_addresses.ContainsKey(name));
        question = new DnsQuestion(DnsKind.Address, host ?? "");
        return host is not null;
    }

    /// <summary>The answer to the question asked last; empty when there are no records.</summary>
    public void Take(DnsQuestion question, ImmutableArray<DnsRecord> records)
    {
        switch (question.Kind)
        {
            case DnsKind.Naptr:
                _services.AddRange(Chosen(records.OfType<DnsRecord.Naptr>()));
                _step = Step.Services;
                break;
            case DnsKind.Srv:
                var transport = _services[_asked++].Transport;
                _servers.AddRange(Ordered([.. records.OfType<DnsRecord.Srv>().Where(server => server.Host.Trim('.').Length > 0)])
                    .Select(server => (transport, server.Host.TrimEnd('.'), server.Port)).Take(MostServers - _servers.Count));
                break;
            case DnsKind.Address:
                _addresses[question.Name] = [.. records.OfType<DnsRecord.Address>().Select(record => record.Value)];
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"DNS question {question.Kind}");
        }
    }

    /// <summary>The name servers do not answer: only the host's own address is left to ask for.</summary>
    public void GiveUpNames()
    {
        _step = Step.Addresses;
        _services.Clear();
        _servers.Clear();
        _asked = 0;
    }

    /// <summary>
    /// With a port named there is nothing to ask but the address (section 4.2). Neither is there for a name without a dot: that is a machine
    /// of this network, no domain.
    /// </summary>
    private static Step FirstStep(SipTarget target) => target switch
    {
        { Port: not null } => Step.Addresses,
        _ when !target.Host.Contains('.', StringComparison.Ordinal) => Step.Addresses,
        { Transport: null } or { IsSecure: true } => Step.Naptr,
        _ => Step.Services,
    };

    private void AddHostItself()
    {
        var path = target.PathTo(IPAddress.Any);
        _servers.Add((path.Transport, target.Host, path.Remote.Port));
    }

    /// <summary>Section 4.1: services we speak, by order and preference; for sips: secure ones only.</summary>
    private IEnumerable<(SipTransport Transport, string Name)> Chosen(IEnumerable<DnsRecord.Naptr> records) =>
        from record in records
        orderby record.Order, record.Preference
        where record.Flags.Equals("s", StringComparison.OrdinalIgnoreCase) && record.Replacement.Trim('.').Length > 0
        let transport = TransportOf(record.Service)
        where transport is not null && (!target.IsSecure || transport == SipTransport.Tls)
        select (transport.Value, record.Replacement.TrimEnd('.'));

    private static SipTransport? TransportOf(string service) => service.ToUpperInvariant() switch
    {
        "SIP+D2U" => SipTransport.Udp,
        "SIP+D2T" => SipTransport.Tcp,
        "SIPS+D2T" => SipTransport.Tls,
        _ => null,
    };

    private IEnumerable<(SipTransport Transport, string Name)> Usual()
    {
        if (target.Transport is null or SipTransport.Udp)
            yield return (SipTransport.Udp, "_sip._udp." + target.Host);
        if (target.Transport is null or SipTransport.Tcp)
            yield return (SipTransport.Tcp, "_sip._tcp." + target.Host);
        if (target.Transport is null or SipTransport.Tls)
            yield return (SipTransport.Tls, "_sips._tcp." + target.Host);
    }

    /// <summary>RFC 2782: by priority, within one by weighted lot, those without weight last.</summary>
    private List<DnsRecord.Srv> Ordered(List<DnsRecord.Srv> left)
    {
        var ordered = new List<DnsRecord.Srv>();
        while (left.Count > 0)
        {
            var first = left.Min(server => server.Priority);
            var equals = left.Where(server => server.Priority == first).OrderBy(server => server.Weight == 0 ? 1 : 0).ToList();
            var total = equals.Sum(server => server.Weight);
            var lot = total == 0 ? 0 : random.Next(1, total + 1);
            var chosen = total == 0 ? equals[0] : equals.First(server => (lot -= server.Weight) <= 0);
            ordered.Add(chosen);
            left.Remove(chosen);
        }

        return ordered;
    }

    /// <summary>IPv4 first: where a room has both, more of the ways between networks carry it; the media go by the same.</summary>
    private IEnumerable<SipPath> Reachable((SipTransport Transport, string Host, int Port) server) =>
        _addresses.GetValueOrDefault(server.Host, []).OrderBy(address => address.AddressFamily)
            .Select(address => new SipPath(server.Transport, new IPEndPoint(address, server.Port))
            {
                // The certificate is of the domain that was asked for, whatever DNS made of it (RFC 5922 section 4).
                ServerName = server.Transport == SipTransport.Tls ? target.Host : null,
            });
}

/// <summary>What a name server is asked.</summary>
public readonly record struct DnsQuestion(DnsKind Kind, string Name);

public enum DnsKind
{
    Naptr,
    Srv,

    /// <summary>A and AAAA.</summary>
    Address,
}

/// <summary>What a name server says.</summary>
public abstract record DnsRecord
{
    private DnsRecord()
    {
    }

    /// <summary>RFC 3403.</summary>
    public sealed record Naptr(int Order, int Preference, string Flags, string Service, string Replacement) : DnsRecord;

    /// <summary>RFC 2782.</summary>
    public sealed record Srv(int Priority, int Weight, int Port, string Host) : DnsRecord;

    public sealed record Address(IPAddress Value) : DnsRecord;
}
