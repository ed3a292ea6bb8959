using System.Collections.Immutable;
using Conferencing.Bridge.Sip;
using Conferencing.Contract;
using Conferencing.Signalling;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Watch;

namespace Conferencing.Bridge.Node;

/// <summary>
/// Between the server's plan of the SIP port and the signalling loop: plan down, status up. It decides nothing about a request. Plans come one
/// after the other, from the connection.
/// </summary>
/// <param name="loop">Null with another SIP agent, which keeps neither accounts nor limits.</param>
internal sealed class AccessDesk(SignallingLoop? loop, Guid instance, Action<ImmutableHashSet<string>> follow)
{
    private readonly Lock _gate = new();
    private long _revision;
    private AccessReport _told = AccessReport.Nothing;

    /// <summary>A plan that was passed already changes nothing.</summary>
    public void Apply(SignallingPlan plan)
    {
        if (loop is null)
            return;
        lock (_gate)
        {
            if (plan.Revision <= _revision)
                return;
            if (_revision == 0)
                loop.Post(new AccessCommand.Restore([.. plan.Registrations.Select(one => BindingOf(one, loop)).OfType<Binding>()]));
            _revision = plan.Revision;
        }

        foreach (var lifted in plan.Lifted)
        {
            if (SourceKey.TryParse(lifted.Source, out var source))
                loop.Post(new AccessCommand.LiftBan(source, loop.TickOf(lifted.At)));
        }

        follow([.. plan.KnownPeers]);
        loop.Post(new AccessCommand.Use(RulesOf(plan)), plan.Revision);
    }

    /// <summary>What changed since it was told last; null when nothing did, or before a plan was reached.</summary>
    /// <param name="isNewLine">The server has just been reached: it is told in any case.</param>
    public SignallingStatus? TakeNews(bool isNewLine)
    {
        if (loop?.Access is not { } report || report.Revision == 0 || (report == _told && !isNewLine))
            return null;
        _told = report;
        return new SignallingStatus
        {
            InstanceId = instance,
            PlanRevision = report.Revision,
            Registrations = [.. report.State.Bindings.Select(one => RegistrationOf(one, report))],
            Bans = [.. report.State.Bans.Select(ban => new SipBan(
                ban.Source.ToString(), ReasonOf(ban.Reason), report.Moment(ban.Since), report.Moment(ban.Until), ban.Count))],
            Endpoints = [.. report.State.Endpoints.Select(one => new EndpointStatus(
                one.Address, StateOf(one.State), report.Moment(one.Since), one.RoundTrip?.TotalMilliseconds))],
        };
    }

    private static Binding? BindingOf(SipRegistration one, SignallingLoop loop) => !SipPath.TryParse(one.Source, out var path) ? null : new Binding
    {
        UserName = one.UserName,
        Contact = one.Contact,
        Path = path,
        CallId = one.CallId,
        Sequence = one.Sequence,
        RefreshedAt = loop.TickOf(one.RefreshedAt),
        ExpiresAt = loop.TickOf(one.ExpiresAt),
        Preference = one.Preference,
        Device = one.Device,
    };

    private static SipRegistration RegistrationOf(Binding one, AccessReport report) => new()
    {
        UserName = one.UserName,
        Contact = one.Contact,
        Source = one.Path.ToString(),
        CallId = one.CallId,
        Sequence = one.Sequence,
        RefreshedAt = report.Moment(one.RefreshedAt),
        ExpiresAt = report.Moment(one.ExpiresAt),
        Preference = one.Preference,
        Device = one.Device,
    };

    private static AccessRules RulesOf(SignallingPlan plan) => new()
    {
        Realm = plan.Realm,
        Accounts = plan.Accounts.ToImmutableDictionary(one => one.UserName, one => new DigestAccount(one.UserName, one.Md5, one.Sha256)),
        Algorithms = [.. plan.Algorithms.Select(name => name == "SHA-256" ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5).Distinct()],
        Credentials = [.. plan.Credentials.Select(one => new DigestCredential(null, one.Host, one.UserName, one.Password))],
        Watched = plan.Watched,
        Heartbeat = TimeSpan.FromSeconds(plan.HeartbeatSeconds),
    };

    private static SipBanReason ReasonOf(BanReason reason) => reason switch
    {
        BanReason.PinTries => SipBanReason.PinTries,
        BanReason.Flood => SipBanReason.Flood,
        _ => SipBanReason.FailedAuthentications,
    };

    private static EndpointState StateOf(ReachState state) => state switch
    {
        ReachState.Answers => EndpointState.Answers,
        ReachState.Silent => EndpointState.Silent,
        ReachState.NotRegistered => EndpointState.NotRegistered,
        _ => EndpointState.Unknown,
    };
}
