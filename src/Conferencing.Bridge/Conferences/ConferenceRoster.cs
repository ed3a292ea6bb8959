using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Subscriptions;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// What those who are in the conference may be told about each other by SIP (RFC 4575): made anew when something changed, at most once a second,
/// but at once when somebody came in or left, who may watch from now on or no longer. Who watches is the signalling's affair.
/// </summary>
internal sealed partial class ConferenceRun
{
    private static readonly TimeSpan RosterPause = TimeSpan.FromSeconds(1);

    private bool _isRosterStale;
    private bool _isRosterUrgent;
    private DateTimeOffset _rosterNotBefore;

    /// <summary>The number it is published under; null while it is not.</summary>
    private string? _published;

    /// <summary>Under which the conference can be called and watched; null when it cannot.</summary>
    public string? Number => IsLoadRun ? null : Plan.DialIn?.Number;

    private DateTimeOffset RosterDeadline =>
        !_isRosterStale || Number is null ? DateTimeOffset.MaxValue : _isRosterUrgent ? DateTimeOffset.MinValue : _rosterNotBefore;

    /// <summary>Somebody is in, or no longer.</summary>
    public void NoteMembers() => (_isRosterStale, _isRosterUrgent) = (true, true);

    /// <summary>Nobody is told any more.</summary>
    public void EndRoster()
    {
        if (_published is { } number)
            _board.Put(new DirectorOutput.Publish(number, null));
        _published = null;
    }

    private void PublishRoster(DateTimeOffset now)
    {
        if (!_isRosterStale || (!_isRosterUrgent && now < _rosterNotBefore))
            return;
        (_isRosterStale, _isRosterUrgent) = (false, false);
        if (_published is not null && (Phase != ConferencePhase.Running || _published != Number))
            EndRoster();
        if (Phase != ConferencePhase.Running || Number is not { } number)
            return;
        _published = number;
        _rosterNotBefore = now + RosterPause;
        _board.Put(new DirectorOutput.Publish(number, Roster()));
    }

    private ConferenceState Roster()
    {
        var users = ImmutableArray.CreateBuilder<ConferenceUser>(_participants.Count);
        var members = ImmutableHashSet.CreateBuilder<CallHandle>();
        foreach (var one in _participants.Values)
        {
            if ((one.IsAside ? ConferenceUserStatus.OnHold : UserStatus(one.Status)) is not { } status)
                continue;
            users.Add(new ConferenceUser(Uri(one.RoomId), one.Status.Guest?.Name ?? one.Plan.Name, status, !one.IsMuted));
            if (one.Member is { } call)
                members.Add(call);
        }

        return new ConferenceState(Plan.Title, users.ToImmutable()) { Members = members.ToImmutable() };
    }

    /// <summary>Names the room to the others without telling where it can be called.</summary>
    private static string Uri(Guid roomId) => $"sip:{roomId:N}@anonymous.invalid";

    /// <summary>Null for who is not there and is not being called: absent rooms are no part of the conference.</summary>
    private static ConferenceUserStatus? UserStatus(ParticipantStatus status) => status.State switch
    {
        LegState.Dialling => ConferenceUserStatus.DialingOut,
        LegState.Ringing => status.CalledIn ? ConferenceUserStatus.DialingIn : ConferenceUserStatus.Alerting,
        LegState.Connected => status.AwaitsChair ? ConferenceUserStatus.Pending : ConferenceUserStatus.Connected,
        LegState.Held => ConferenceUserStatus.OnHold,
        _ => null,
    };
}
