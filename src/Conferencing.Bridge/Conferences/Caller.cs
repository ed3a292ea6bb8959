using System.Collections.Immutable;
using System.Net;
using Conferencing.Contract;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>Who calls in, as far as the signalling can tell, and whether that is a room of a plan. Proves nothing by itself.</summary>
internal sealed record Caller
{
    private const int MaxName = 80;

    /// <summary>Before the account in the address of a room that registers.</summary>
    private const string Registered = "registered:";

    public required CallHandle Call { get; init; }
    public required string FromUri { get; init; }
    public required string FromName { get; init; }

    /// <summary>User part of the address that was called: the conference's number.</summary>
    public required string Number { get; init; }

    public required SipPath Source { get; init; }

    /// <summary>Names of the hosts known to be at <see cref="Source"/>, besides its address.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>Whose password was right; null for a peer known by its address.</summary>
    public string? Account { get; init; }

    /// <summary>The peer of a load run.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>The called user part can be a conference's number.</summary>
    public bool IsNumber => Number.Length is > 0 and <= 12 && Number.All(char.IsAsciiDigit);

    public static Caller Of(CallEvent.Incoming incoming, ImmutableArray<string> hosts) => new()
    {
        Call = incoming.Call,
        FromUri = incoming.FromUri,
        FromName = incoming.FromName,
        Number = incoming.ToUser,
        Source = incoming.Source,
        Account = incoming.Account,
        Hosts = hosts.IsDefault ? [] : hosts,
    };

    /// <summary>For the board: display name, else user, else address; printable and of bounded length.</summary>
    public string Name
    {
        get
        {
            var name = FromName.Trim().Length > 0 ? FromName.Trim() : PeerHost.UserOf(FromUri) is { Length: > 0 } user ? user : Source.Remote.Address.ToString();
            name = string.Concat(name.Where(letter => !char.IsControl(letter)));
            return name.Length > MaxName ? name[..MaxName] : name;
        }
    }

    /// <summary>The address to note for the technician.</summary>
    public string Address => FromUri.Length > MaxName * 2 ? FromUri[..(MaxName * 2)] : FromUri;

    /// <summary>
    /// True when the call comes from where the room is called: the same host, and there the same user or port, or the account it registers
    /// with. A room whose address names no user is its host.
    /// </summary>
    public bool Is(ParticipantPlan room) => room.Addresses.Any(Matches);

    private bool Matches(string address)
    {
        if (address.StartsWith(Registered, StringComparison.OrdinalIgnoreCase))
            return Account is not null && address[Registered.Length..].Trim() == Account;
        if (PeerHost.Of(address) is not { } host || !(Hosts.Contains(host) || IsSource(host)))
            return false;
        var user = PeerHost.UserOf(address);
        return user is null or "" || string.Equals(user, PeerHost.UserOf(FromUri), StringComparison.OrdinalIgnoreCase)
            || PeerHost.PortOf(address) == Source.Remote.Port;
    }

    private bool IsSource(string host) => IPAddress.TryParse(host, out var address) && address.Equals(Source.Remote.Address);
}
