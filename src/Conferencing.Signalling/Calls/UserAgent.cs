using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Subscriptions;
using Conferencing.Signalling.Transactions;
using Conferencing.Signalling.Transports;
using Conferencing.Signalling.Watch;

namespace Conferencing.Signalling.Calls;

/// <summary>What all calls of one engine share: transactions, identifiers, registries, counters. Decides nothing about a call.</summary>
internal sealed class UserAgent
{
    private const ulong FnvPrime = 0x100000001b3; // Fowler-Noll-Vo, 64 bits

    private readonly Random _random;
    private readonly Dictionary<CallHandle, Call> _calls = [];
    private readonly Dictionary<(string CallId, string LocalTag), IDialogOwner> _dialogs = [];

    /// <summary>The call each INVITE began; null once that is over.</summary>
    private readonly Dictionary<InviteKey, IncomingCall?> _incoming = [];
    private readonly Dictionary<SipTarget, List<IWaySeeker>> _resolving = [];
    private readonly Dictionary<SipReject, long> _refusals = [];

    /// <summary>Where our registrar and outbound proxy were found: what comes from there is from somebody known.</summary>
    private readonly HashSet<IPAddress> _upstream = [];
    private readonly ulong _statelessSeed;
    private readonly ImmutableArray<SipHeader> _asking;
    private readonly ImmutableArray<SipHeader> _answering;
    private ImmutableArray<DigestCredential> _credentials = [];
    private long _lastIncoming;

    public UserAgent(SignallingOptions options, Random random)
    {
        Options = options;
        _asking = Introduction("User-Agent", options.UserAgent);
        _answering = Introduction("Server", options.UserAgent);
        Credentials = options.Credentials;
        Subscriptions = new ConferenceSubscriptions(this);
        _random = random;
        _statelessSeed = (ulong)random.NextInt64();
        Transactions = new TransactionLayer(options.Timers, Outbox, Deadlines) { LargestDatagram = options.LargestDatagram };
        Pacer = new InvitePacer(options.InvitesPerSecond);
        Gate = new AccessGate(options, random, Deadlines);
        Watch = new EndpointWatch(this);
    }

    public SignallingOptions Options { get; }

    public Outbox Outbox { get; } = new();

    public Deadlines Deadlines { get; } = new();

    public TransactionLayer Transactions { get; }

    public InvitePacer Pacer { get; }

    public ConferenceSubscriptions Subscriptions { get; }

    public AccessGate Gate { get; }

    public EndpointWatch Watch { get; }

    public ImmutableHashSet<IPEndPoint> KnownPeers { get; set; } = [];

    /// <summary>Passwords for peers that ask: those of the newest rules, then the host's own.</summary>
    public ImmutableArray<DigestCredential> Credentials
    {
        get => [.. Gate.Rules.Credentials, .. _credentials];
        set => _credentials = value;
    }

    public Random Random => _random;

    public IReadOnlyDictionary<SipReject, long> Refusals => _refusals;

    public int CallCount => _calls.Count;

    public int DialogCount => _dialogs.Count + _incoming.Count + _resolving.Count;

    /// <summary>Calls of one source that are neither established nor over.</summary>
    public int HalfOpen(SourceKey source) =>
        _calls.Values.Count(call => call is IncomingCall { IsHalfOpen: true } incoming && SourceKey.Of(incoming.Source.Remote.Address) == source);

    public bool HasCallBy(SipPath remote) =>
        remote.Connection != 0 && _calls.Values.Any(call => call is IncomingCall incoming && incoming.Source.Connection == remote.Connection);

    /// <summary>Incoming calls neither accepted nor refused yet.</summary>
    public int PendingIncoming { get; set; }

    public void Count(SipReject reject)
    {
        if (reject != SipReject.None)
            _refusals[reject] = _refusals.GetValueOrDefault(reject) + 1;
    }

    /// <summary>Random text for tags, branches and Call-IDs: 80 bits, more than the 32 that RFC 3261 section 19.3 asks for.</summary>
    public string NewToken()
    {
        Span<byte> bytes = stackalloc byte[10];
        _random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The same text for the same request, so that nothing need be kept of it (RFC 3261 section 8.2.7).</summary>
    public string StatelessTag(SipRequest request)
    {
        var hash = Hash(Hash(_statelessSeed, request.Vias[0].Branch ?? ""), request.CallId);
        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ulong Hash(ulong hash, string text)
    {
        foreach (var c in text)
            hash = unchecked((hash ^ c) * FnvPrime);
        return hash;
    }

    public string NewBranch() => Via.Cookie + NewToken();

    /// <summary>At least <paramref name="from"/>, below <paramref name="to"/>.</summary>
    public int NextRandom(int from, int to) => _random.Next(from, to);

    /// <summary>Identifier of our session descriptions in one call.</summary>
    public long NewSessionId() => _random.Next(1, int.MaxValue);

    /// <summary>Keys for one call's media; null when they are not to be encrypted.</summary>
    public OwnCrypto? NewCrypto(AudioCapabilities media) => OwnCrypto.For(media.Encryption, _random, media.Suites);

    public IPEndPoint LocalAddress(SipPath destination) => new(
        LocalAddressTowards(destination.Remote.Address) ?? Options.LocalAddress.Address,
        destination.Transport == SipTransport.Tls ? Options.TlsPort : Options.LocalAddress.Port);

    /// <summary>Ours of the peer's family; null where there is none.</summary>
    public IPAddress? LocalAddressTowards(IPAddress peer) => Options.LocalAddressTowards is { } towards
        ? towards(peer)
        : Options.LocalAddress.AddressFamily == peer.AddressFamily ? Options.LocalAddress.Address : null;

    /// <param name="isSecure">A sips: URI, which the answer to another one must be (RFC 3261 section 8.1.1.8 and 12.1.1).</param>
    /// <param name="focus">User part of the conference this side is the focus of (RFC 4579 section 5); null outside conferences.</param>
    public NameAddress Contact(SipPath destination, bool isSecure = false, string? focus = null)
    {
        var uri = SipUri.Create(focus ?? Options.LocalUser, LocalAddress(destination), destination.Transport);
        var contact = NameAddress.Create(null, (isSecure ? uri.Secured() : uri).ToString());
        return focus is null ? contact : contact.With("isfocus");
    }

    /// <summary>A new hop of ours for a request that goes this way.</summary>
    public Via NewVia(SipPath destination) => Via.Create(destination.Transport, LocalAddress(destination), NewBranch());

    /// <summary>Capabilities with the address to show towards a peer when the host left it open.</summary>
    public AudioCapabilities Localize(AudioCapabilities media, SipPath destination) => media.Rtp.Address.Equals(IPAddress.Any)
        ? media with { Rtp = new IPEndPoint(LocalAddress(destination).Address, media.Rtp.Port) }
        : media;

    public bool IsKnown(SipPath remote) =>
        Options.Incoming == IncomingPolicy.Answer
        || _upstream.Contains(remote.Remote.Address)
        || KnownPeers.Contains(remote.Remote)
        || KnownPeers.Contains(new IPEndPoint(remote.Remote.Address, 0));

    /// <summary>Header fields that tell who we are and what we can.</summary>
    public ImmutableArray<SipHeader> Introduction(bool isRequest) => isRequest ? _asking : _answering;

    private static ImmutableArray<SipHeader> Introduction(string name, string value)
    {
        var allow = new SipHeader("Allow", SipMethods.Allowed);
        var supported = new SipHeader("Supported", SipMethods.Extensions);
        return value.Length == 0 ? [allow, supported] : [allow, supported, new SipHeader(name, value)];
    }

    public CallHandle NewIncomingHandle() => new(--_lastIncoming);

    public void Add(Call call)
    {
        if (!_calls.TryAdd(call.Handle, call))
            throw new UnreachableException($"Call handle {call.Handle.Value} is in use already");
    }

    public Call? Find(CallHandle handle) => _calls.GetValueOrDefault(handle);

    /// <summary>Whether a call just brought somebody at this address into a conference.</summary>
    public bool IsJustIn(string conference, IPAddress address, Tick now) =>
        _calls.Values.Any(call => call.Focus == conference && call.IsJustIn(now) && address.Equals(call.PeerAddress));

    public void Remove(CallHandle handle) => _calls.Remove(handle);

    /// <summary>Another dialog carries this call from now on (RFC 3891).</summary>
    public void TakeOver(IncomingCall call) => _calls[call.Handle] = call;

    public void AddDialog(string callId, string localTag, IDialogOwner owner) => _dialogs[(callId, localTag)] = owner;

    public IDialogOwner? FindDialog(string callId, string localTag) => _dialogs.GetValueOrDefault((callId, localTag));

    public void RemoveDialog(string callId, string localTag) => _dialogs.Remove((callId, localTag));

    /// <param name="call">Null when it is over.</param>
    public void AddIncoming(InviteKey invite, IncomingCall? call) => _incoming[invite] = call;

    /// <summary>The call of an INVITE; null when there is none, or none any more.</summary>
    public IncomingCall? FindIncoming(SipRequest invite) => _incoming.GetValueOrDefault(InviteKey.Of(invite));

    /// <summary>The same INVITE came on another way before (RFC 3261 section 8.2.2.2).</summary>
    public bool WasReceived(SipRequest invite) => _incoming.ContainsKey(InviteKey.Of(invite));

    public void RemoveIncoming(InviteKey invite) => _incoming.Remove(invite);

    public void TrustUpstream(IPAddress address) => _upstream.Add(address);

    /// <summary>Who a call is from: our account where one is registered and the proxy speaks for it, else this address.</summary>
    public string OwnUri(SipPath destination) => Options is { OutboundProxy: not null, Registration: { } registration }
        ? registration.Account.ToString()
        : SipUri.Create(Options.LocalUser, LocalAddress(destination)).ToString();

    /// <summary>Asks for the ways to a host; several may wait for one answer.</summary>
    public void Resolve(SipTarget target, IWaySeeker seeker)
    {
        if (_resolving.TryGetValue(target, out var waiting))
        {
            waiting.Add(seeker);
            return;
        }

        _resolving[target] = [seeker];
        Outbox.Resolve(target);
    }

    public void Resolved(SipTarget target, ImmutableArray<SipPath> ways, Tick now)
    {
        if (!_resolving.Remove(target, out var waiting))
            return;
        foreach (var seeker in waiting)
            seeker.Resolved(ways, now);
    }

    /// <summary>A final response without a body to a request outside a dialog, or to a refused one.</summary>
    public void Answer(ServerTransaction transaction, int status, string phrase, Tick now) => transaction.Respond(
        SipResponse.Answering(transaction.Request, status, phrase, NewToken()) with { Others = Introduction(false) }, now);

    /// <summary>A method that is known but not spoken gets 405, an unknown one 501 (RFC 3261 section 8.2.1).</summary>
    public SipReject RefuseMethod(ServerTransaction transaction, Tick now)
    {
        if (SipMethods.IsKnown(transaction.Request.Method))
            Answer(transaction, 405, "Method Not Allowed", now);
        else
            Answer(transaction, 501, "Not Implemented", now);
        return SipReject.UnsupportedMethod;
    }

    /// <summary>Names of extensions that must be understood and are not; null when there are none.</summary>
    public static string? NotUnderstood(SipRequest request)
    {
        var unknown = request.FindAll("Require").SelectMany(line => line.Split(','))
            .Select(name => name.Trim())
            .Where(name => name is not (SessionExpires.Extension or RackHeader.Extension or "replaces"))
            .ToList();
        return unknown.Count == 0 ? null : string.Join(", ", unknown);
    }

    /// <summary>
    /// The 422 for a peer that asks for a shorter session than we take and knows what 422 means (RFC 4028 section 9); null when there is none to send.
    /// </summary>
    public SipResponse? RefuseSession(SipRequest request)
    {
        var minimum = Options.SessionTimers.Minimum;
        if (SessionExpires.Of(request) is not { } wish || wish.Seconds >= minimum.TotalSeconds || !SessionExpires.IsSpokenBy(request))
            return null;
        var response = SipResponse.Answering(request, 422, "Session Interval Too Small", NewToken());
        return response with { Others = Introduction(false).Add(SessionExpires.MinimumHeader(minimum)) };
    }

    /// <summary>420: nothing that must be understood is (RFC 3261 section 8.2.2.3).</summary>
    public SipReject RefuseExtension(ServerTransaction transaction, string required, Tick now)
    {
        var response = SipResponse.Answering(transaction.Request, 420, "Bad Extension", NewToken());
        transaction.Respond(response with { Others = Introduction(false).Add(new SipHeader("Unsupported", required)) }, now);
        return SipReject.UnsupportedExtension;
    }

    /// <summary>A request inside a dialog with the dialog's next number.</summary>
    public SipRequest Request(Dialog dialog, string method)
    {
        return dialog.Request(method, dialog.TakeSequence(), NewVia(dialog.NextHop())) with { Others = Introduction(true) };
    }

    /// <summary>The same request with another number and branch.</summary>
    public SipRequest Again(Dialog dialog, SipRequest request) =>
        request with { CSeq = request.CSeq with { Sequence = dialog.TakeSequence() }, Vias = [NewVia(dialog.NextHop())] };

    /// <summary>ACKs a 2xx; the transaction repeats that for each copy of the 2xx.</summary>
    public void Acknowledge(InviteClientTransaction invite, Dialog dialog)
    {
        var destination = dialog.NextHop();
        var ack = dialog.Request(SipMethods.Ack, invite.Request.CSeq.Sequence, NewVia(destination));
        var credentials = invite.Request.Others.Where(header => header.Name is "Authorization" or "Proxy-Authorization");
        invite.Acknowledge(dialog.RemoteTag, destination, SipWriter.Write(ack with { Others = [.. credentials] }));
    }

    /// <summary>Ends what a 2xx began that nobody wants: another fork's, or one that crossed our end.</summary>
    /// <param name="early">Its early dialog, if there was one: the numbers go on.</param>
    public void EndStray(InviteClientTransaction invite, SipResponse response, Tick now, Dialog? early = null)
    {
        var dialog = early?.Confirmed(response) ?? Dialog.FromResponse(invite.Request, response, invite.Destination);
        Acknowledge(invite, dialog);
        Transactions.Send(Request(dialog, SipMethods.Bye), dialog.NextHop(), NoTransactionUser.Instance, now);
    }
}
