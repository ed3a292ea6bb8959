using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>
/// What must be true of one conference. The server owns it; every act of a clerk or technician makes the next
/// <see cref="Revision"/>. A bridge node converges to the newest revision it has. It holds no status.
/// </summary>
public sealed record ConferencePlan
{
    /// <summary>The occurrence's identifier; a conference is a live occurrence.</summary>
    public required Guid ConferenceId { get; init; }

    /// <summary>Rises by one with every change; a node ignores a revision it has already passed.</summary>
    public required long Revision { get; init; }

    public required string Title { get; init; }

    /// <summary>The first call reaches every room at this moment, at once if it is past.</summary>
    public required DateTimeOffset ConnectAt { get; init; }

    public required DateTimeOffset StartAt { get; init; }

    /// <summary>Rooms are released at this moment. To end or cancel a conference, set it to a moment that is past.</summary>
    public required DateTimeOffset EndAt { get; init; }

    /// <summary>Minutes before <see cref="EndAt"/> at which every room hears the warning tone.</summary>
    public ImmutableArray<int> EndWarningMinutes { get; init; } = [1];

    /// <summary>After the tone the minutes are said, where words for them are recorded; and that the end was moved, after a warning.</summary>
    public bool EndWarningSpoken { get; init; }

    public DialPlan Dial { get; init; } = new();

    /// <summary>Whether rooms are called with encrypted media. Raised while rooms are in, it ends the calls that are below it.</summary>
    public EncryptionPolicy Encryption { get; init; } = EncryptionPolicy.Preferred;

    public required ImmutableArray<ParticipantPlan> Participants { get; init; }

    /// <summary>How this conference is reached by calling in; null when it cannot be.</summary>
    public DialInPlan? DialIn { get; init; }

    /// <summary>What technicians decided about single guests; a guest who is not here is as <see cref="GuestsMuted"/> says.</summary>
    public ImmutableArray<GuestPlan> Guests { get; init; } = [];

    /// <summary>Guests without a line of their own are muted: all were, or one room has the floor.</summary>
    public bool GuestsMuted { get; init; }

    /// <summary>Null while nobody has wanted a recording yet.</summary>
    public RecordingPlan? Recording { get; init; }

    /// <summary>Rooms that technicians talk to in private.</summary>
    public ImmutableArray<AsidePlan> Asides { get; init; } = [];

    /// <summary>Anything but <see cref="SecrecyLevel.Open"/>: the bridge keeps nothing of what is said, whatever <see cref="Recording"/> wants.</summary>
    public SecrecyLevel Secrecy { get; init; }
}

/// <summary>Calling in: <c>sip:NUMBER@bridge</c>, then a PIN. Holds secrets: it goes to the bridge and to no page.</summary>
public sealed record DialInPlan
{
    /// <summary>Digits; no two conferences that overlap in time have the same.</summary>
    public required string Number { get; init; }

    public required string GuestPin { get; init; }

    /// <summary>Who knows it counts as the chair: guests need not wait any longer.</summary>
    public required string HostPin { get; init; }

    /// <summary>Guests hear music until the chair's room, or somebody with the host PIN, is in.</summary>
    public bool GuestsWaitForChair { get; init; } = true;

    /// <summary>A room of this conference that calls in is asked for a PIN as well.</summary>
    public bool RoomsNeedPin { get; init; }

    /// <summary>Nobody new gets in by calling but the rooms of the plan.</summary>
    public bool Locked { get; init; }

    /// <summary>Guests at one time.</summary>
    public int MaxGuests { get; init; } = 50;
}

/// <summary>What a technician decided about one guest who called in. He cannot be called, so once unwanted he is out.</summary>
public sealed record GuestPlan
{
    /// <summary>As the bridge reports it in <see cref="ParticipantStatus.RoomId"/>.</summary>
    public required Guid GuestId { get; init; }

    public bool Muted { get; init; }

    public bool Wanted { get; init; } = true;

    /// <summary>See <see cref="ParticipantPlan.Unmutes"/>.</summary>
    public int Unmutes { get; init; }

    public SoundTreatment Treatment { get; init; } = SoundTreatment.Usual;
}

/// <summary>What may be done to a room's sound by itself. What the bridge's own settings switch off is not done to any.</summary>
/// <param name="AutomaticGain">Its speech is brought to the loudness of the others'.</param>
/// <param name="NoiseGate">It is faded out while it sends nothing but noise.</param>
public sealed record SoundTreatment(bool AutomaticGain, bool NoiseGate)
{
    public static readonly SoundTreatment Usual = new(AutomaticGain: true, NoiseGate: true);
}

/// <summary>One room's part in a plan.</summary>
public sealed record ParticipantPlan
{
    public required Guid RoomId { get; init; }

    /// <summary>Full name with diacritics: what the room and the technicians read.</summary>
    public required string Name { get; init; }

    /// <summary>SIP addresses in order of preference; a redial tries the next one.</summary>
    public required ImmutableArray<string> Addresses { get; init; }

    public ParticipantRole Role { get; init; } = ParticipantRole.Member;

    /// <summary>Muted by the plan. Enforced in the bridge, never asked of the endpoint.</summary>
    public bool Muted { get; init; }

    /// <summary>False once a technician hung the room up: it keeps its place and is not called until this is true again.</summary>
    public bool Wanted { get; init; } = true;

    /// <summary>
    /// The most its call may take of a line, each way: kbit/s with all heads and reports, no less than 64. Null, as in plans of before there
    /// was such a bound, for whatever its sound takes. Counts from the next call or change of it on.
    /// </summary>
    public int? MostKbits { get; init; }

    /// <summary>Rises whenever a technician unmutes the room: a mute of its own (<c>*6</c>) is then over.</summary>
    public int Unmutes { get; init; }

    public SoundTreatment Treatment { get; init; } = SoundTreatment.Usual;

    /// <summary>A technician switched <see cref="SoundTreatment.AutomaticGain"/> for this session: what is set for the room does not change it.</summary>
    public bool GainChosen { get; init; }

    /// <summary>The same of <see cref="SoundTreatment.NoiseGate"/>.</summary>
    public bool GateChosen { get; init; }

    /// <summary>
    /// None of its devices may take part in a secret session (<see cref="LegReason.NotCertified"/>): it keeps its place to be seen and is
    /// never <see cref="Wanted"/>.
    /// </summary>
    public bool Barred { get; init; }

    /// <summary>Where the room comes from, with the call it has there; null for a room that is simply called.</summary>
    public ArrivalPlan? Arrival { get; init; }

    /// <summary>Where the room was moved to. It keeps its place here to be seen, is not <see cref="Wanted"/>, and is not hung up before it is taken over there.</summary>
    public DeparturePlan? Departure { get; init; }
}

/// <summary>The conference a room was moved here from, and how. Means nothing once the room is not in a call there.</summary>
public sealed record ArrivalPlan(Guid From, string FromTitle, MoveWay Way);

public sealed record DeparturePlan(Guid To, string ToTitle);

/// <summary>How a room gets from one conference to another.</summary>
public enum MoveWay
{
    /// <summary>The bridge takes its call over as it is: nothing rings, and hardly a moment of sound is lost.</summary>
    SameCall,

    /// <summary>
    /// The room's device is asked to call the other conference by itself (REFER, RFC 3515 and 4579), so that it shows the other name and
    /// number. One that refuses, or does not come, is moved by <see cref="SameCall"/>.
    /// </summary>
    Refer,

    /// <summary>Hung up and called again: what is done when the call there cannot be taken over.</summary>
    NewCall,
}

public enum ParticipantRole
{
    Member,
    Chair,
}

/// <summary>How secret what is said is.</summary>
public enum SecrecyLevel
{
    Open,
    Confidential,
    Secret,
    TopSecret,
}

/// <summary>SRTP with keys in the SDP (RFC 4568).</summary>
public enum EncryptionPolicy
{
    /// <summary>Neither offered nor accepted.</summary>
    Off,

    /// <summary>Offered; a room that cannot is called all the same.</summary>
    Preferred,

    /// <summary>A room that does not agree on it is not let in: <see cref="LegReason.NotEncrypted"/>.</summary>
    Required,
}

/// <summary>How rooms are called and called again.</summary>
public sealed record DialPlan
{
    /// <summary>Seconds a room may ring before the call is cancelled as unanswered.</summary>
    public int RingSeconds { get; init; } = 45;

    /// <summary>Seconds between redials while the first <see cref="FirstPeriodSeconds"/> since the failure last.</summary>
    public int FirstIntervalSeconds { get; init; } = 60;

    public int FirstPeriodSeconds { get; init; } = 300;

    /// <summary>Seconds between redials after that, until the conference ends.</summary>
    public int LaterIntervalSeconds { get; init; } = 300;
}
