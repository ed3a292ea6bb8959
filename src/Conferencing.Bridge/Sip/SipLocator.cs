using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Conferencing.Signalling;
using Conferencing.Signalling.Transports;
using DnsClient;
using DnsClient.Protocol;
using Microsoft.Extensions.Logging;
using DnsQuestion = Conferencing.Signalling.Transports.DnsQuestion;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// Asks DNS what a <see cref="TargetSearch"/> wants to know: the set name server, else the system's, which for addresses also knows the hosts
/// file. Decides nothing. From any thread.
/// </summary>
internal sealed class SipLocator
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1.5);

    private readonly LookupClient _client;
    private readonly bool _hasOwnServer;
    private readonly ILogger _logger;

    public SipLocator(IPEndPoint? nameServer, ILogger logger)
    {
        _logger = logger;
        _hasOwnServer = nameServer is not null;
        var options = nameServer is null ? new LookupClientOptions() : new LookupClientOptions(nameServer);
        options.Timeout = AnswerLimit;
        options.Retries = 1;
        options.UseCache = true;
        _client = new LookupClient(options);
    }

    /// <summary>Best first; empty when the name leads nowhere.</summary>
    public async Task<ImmutableArray<SipPath>> Find(SipTarget target)
    {
        if (target.Address is { } literal)
            return [target.PathTo(literal)];
        var search = new TargetSearch(target, Random.Shared);
        while (search.TryAsk(out var question))
        {
            var records = await Ask(question).ConfigureAwait(false);
            if (records is { } found)
                search.Take(question, found);
            else if (question.Kind != DnsKind.Address)
                search.GiveUpNames();
            else
                search.Take(question, []);
        }

        return search.Ways;
    }

    /// <summary>Null when no name server answers.</summary>
    private async Task<ImmutableArray<DnsRecord>?> Ask(DnsQuestion question)
    {
        try
        {
            return question.Kind switch
            {
                DnsKind.Naptr => await Query(question.Name, QueryType.NAPTR).ConfigureAwait(false),
                DnsKind.Srv => await Query(question.Name, QueryType.SRV).ConfigureAwait(false),
                _ when _hasOwnServer =>
                    [.. await Query(question.Name, QueryType.A).ConfigureAwait(false), .. await Query(question.Name, QueryType.AAAA).ConfigureAwait(false)],
                _ => [.. (await Dns.GetHostAddressesAsync(question.Name).ConfigureAwait(false)).Select(one => new DnsRecord.Address(one))],
            };
        }
        catch (Exception fault) when (fault is DnsResponseException or SocketException or ArgumentException or OperationCanceledException)
        {
            _logger.LogWarning("DNS does not say the {Kind} of {Name}: {Reason}", question.Kind, question.Name, fault.Message);
            return null;
        }
    }

    private async Task<ImmutableArray<DnsRecord>> Query(string name, QueryType type)
    {
        var response = await _client.QueryAsync(name, type).ConfigureAwait(false);
        return [.. response.Answers.Select(Read).OfType<DnsRecord>()];
    }

    private static DnsRecord? Read(DnsResourceRecord record) => record switch
    {
        NAPtrRecord naptr => new DnsRecord.Naptr(naptr.Order, naptr.Preference, naptr.Flags, naptr.Services, naptr.Replacement.Value),
        SrvRecord srv => new DnsRecord.Srv(srv.Priority, srv.Weight, srv.Port, srv.Target.Value),
        AddressRecord address => new DnsRecord.Address(address.Address),
        _ => null, // the way there, as CNAME
    };
}
