using System.Collections.Immutable;
using System.Net;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Registrations;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling;

/// <summary>Settings of one signalling engine.</summary>
public sealed record SignallingOptions
{
    /// <summary>The address peers reach this agent at: written into Via and Contact. The loop fills it in from its socket.</summary>
    public IPEndPoint LocalAddress { get; init; } = new(IPAddress.Loopback, 5060);

    /// <summary>
    /// The local address to show to one destination, for machines on several networks; null shows <see cref="LocalAddress"/> to all. It says
    /// null where no way leads there, as in an IP family this machine does not speak.
    /// </summary>
    public Func<IPAddress, IPAddress?>? LocalAddressTowards { get; init; }

    /// <summary>The port TLS is received at; UDP and TCP share the one of <see cref="LocalAddress"/>.</summary>
    public int TlsPort { get; init; } = 5061;

    /// <summary>
    /// Bytes of the largest request sent by UDP: a larger one goes by TCP, unless that is refused. 1300 leaves room for proxies within the
    /// path of unknown MTU (RFC 3261 section 18.1.1).
    /// </summary>
    public int LargestDatagram { get; init; } = 1300;

    /// <summary>User part of From and Contact.</summary>
    public string LocalUser { get; init; } = "bridge";

    /// <summary>Value of User-Agent and Server; empty sends neither, and tells a scanner nothing.</summary>
    public string UserAgent { get; init; } = "Conferencing";

    public IncomingPolicy Incoming { get; init; } = IncomingPolicy.KnownPeersOnly;

    /// <summary>New INVITEs a second, evenly paced. The first one after a pause goes at once.</summary>
    public int InvitesPerSecond { get; init; } = 50;

    /// <summary>
    /// After this time a hung-up call is reported as over even if the peer has not answered; retransmissions go on until the transaction ends.
    /// </summary>
    public TimeSpan GoodbyeLimit { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The same for <see cref="Calls.CallCommand.EndForgotten"/>.</summary>
    public TimeSpan ForgottenLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Incoming calls neither accepted nor refused at one time; more are answered 503.</summary>
    public int MaxPendingIncoming { get; init; } = 500;

    /// <summary>Watchers of conferences at one time; more are answered 503.</summary>
    public int MaxSubscriptions { get; init; } = 1000;

    /// <summary>A watcher is told of changes at most once in this time.</summary>
    public TimeSpan NotifyPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of users in one NOTIFY of a conference; what is more follows in the next.</summary>
    public int LargestNotify { get; init; } = 16_384;

    public MessageLimits Limits { get; init; } = new();

    public TransactionTimers Timers { get; init; } = new();

    public SessionTimerOptions SessionTimers { get; init; } = new();

    /// <summary>Names and passwords to begin with; they may be changed later (<see cref="SignallingEngine.Credentials"/>).</summary>
    public ImmutableArray<DigestCredential> Credentials { get; init; } = [];

    /// <summary>The account to keep registered; null for none.</summary>
    public RegistrationOptions? Registration { get; init; }

    /// <summary>Where every new dialog's first request goes, with this URI as its Route (RFC 3261 section 8.1.2); null sends it to the peer itself.</summary>
    public SipUri? OutboundProxy { get; init; }

    /// <summary>Accounts and credentials to begin with; see <see cref="AccessCommand.Use"/>.</summary>
    public AccessRules Access { get; init; } = new();

    public DefenceLimits Defence { get; init; } = new();

    public RegistrarLimits Registrar { get; init; } = new();
}

/// <summary>Who may reach this agent from outside a dialog.</summary>
public enum IncomingPolicy
{
    /// <summary>
    /// The known peers only: their OPTIONS is answered 200, their INVITE 403. A stranger gets no answer at all
    /// (<see cref="SipReject.UnknownSource"/>).
    /// </summary>
    KnownPeersOnly,

    /// <summary>
    /// The known peers, whose INVITE becomes <see cref="Calls.CallEvent.Incoming"/>, and whoever proves to hold an account
    /// (<see cref="AccessRules.Accounts"/>). Any other stranger's INVITE and REGISTER is challenged, whatever name it gives; nothing else of
    /// a stranger is answered, and without accounts nothing at all.
    /// </summary>
    KnownPeersAndAccounts,

    /// <summary>Everybody; each INVITE becomes <see cref="Calls.CallEvent.Incoming"/>.</summary>
    Answer,
}
