using System.Collections.Immutable;
using Conferencing.Signalling.Calls;

namespace Conferencing.Signalling.Subscriptions;

/// <summary>A conference as those who watch it by SIP see it (RFC 4575): a value the host makes anew at each change.</summary>
/// <param name="Title">What people call it.</param>
public sealed record ConferenceState(string Title, ImmutableArray<ConferenceUser> Users)
{
    /// <summary>The calls that are in it: who has one may watch, nobody else. Null lets every known peer watch.</summary>
    public ImmutableHashSet<CallHandle>? Members { get; init; }

    /// <summary>Whether watchers see the same; who they may be is no part of that.</summary>
    public bool Equals(ConferenceState? other) => other is not null && Title == other.Title && Users.SequenceEqual(other.Users);

    public override int GetHashCode() => HashCode.Combine(Title, Users.Length);
}

/// <param name="Uri">Names the user among all of the conference.</param>
/// <param name="Name">With diacritics.</param>
public sealed record ConferenceUser(string Uri, string Name, ConferenceUserStatus Status, bool MaySpeak);

/// <summary>RFC 4575 section 5.7.4, as far as a bridge has these states.</summary>
public enum ConferenceUserStatus
{
    Pending,
    DialingOut,
    DialingIn,
    Alerting,
    OnHold,
    Connected,
    Disconnected,
}
