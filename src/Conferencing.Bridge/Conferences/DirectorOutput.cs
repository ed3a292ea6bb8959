using System.Collections.Immutable;
using System.Net;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Subscriptions;

namespace Conferencing.Bridge.Conferences;

/// <summary>What the director wants done or known. Carried out in this order by its loop.</summary>
internal abstract record DirectorOutput
{
    private DirectorOutput()
    {
    }

    /// <summary>Call a room. The loop adds where our media are, which only it knows.</summary>
    public sealed record Dial(Guid ConferenceId, Guid RoomId, CallHandle Call, string Address, string FromName, TimeSpan RingLimit) : DirectorOutput
    {
        public required EncryptionPolicy Encryption { get; init; }

        /// <summary>See <see cref="ParticipantPlan.MostKbits"/>.</summary>
        public int? MostKbits { get; init; }

        /// <summary>The conference's number: it is marked as a focus (RFC 4579); null when it has none.</summary>
        public string? Focus { get; init; }
    }

    /// <summary>Answer a call that came in. The loop adds where our media are.</summary>
    /// <param name="MediaId">The conference whose media the leg joins, or <see cref="Reception.MediaId"/>.</param>
    /// <param name="Address">What the caller calls himself.</param>
    public sealed record Accept(Guid MediaId, Guid RoomId, CallHandle Call, string Address, SipPath Source) : DirectorOutput
    {
        public required EncryptionPolicy Encryption { get; init; }

        /// <summary>See <see cref="ParticipantPlan.MostKbits"/>.</summary>
        public int? MostKbits { get; init; }

        /// <summary>See <see cref="Dial.Focus"/>.</summary>
        public string? Focus { get; init; }
    }

    /// <summary>A call belongs to another conference from now on: a caller was let in, or a room moved.</summary>
    /// <param name="FromMediaId">Whose media its leg was among.</param>
    public sealed record Moved(CallHandle Call, Guid FromMediaId, Guid ConferenceId, Guid RoomId) : DirectorOutput
    {
        /// <summary>See <see cref="ParticipantPlan.MostKbits"/>: the room is told of it where it is now.</summary>
        public int? MostKbits { get; init; }

        /// <summary>See <see cref="Dial.Focus"/>.</summary>
        public string? Focus { get; init; }
    }

    /// <summary>What those in the conference are told about it by SIP (RFC 4575); null when it is over.</summary>
    public sealed record Publish(string Number, ConferenceState? State) : DirectorOutput;

    /// <summary>A caller gave a wrong PIN, his <paramref name="Count"/>th in this call.</summary>
    public sealed record WrongPin(SipPath Source, string FromUri, int Count) : DirectorOutput;

    /// <summary>Any other order to the SIP agent.</summary>
    public sealed record Tell(CallCommand Command) : DirectorOutput;

    /// <summary>The call is over for good: the journal may forget its dialog.</summary>
    public sealed record CallOver(CallHandle Call) : DirectorOutput;

    public sealed record TellMedia(Guid ConferenceId, MediaCommand Command) : DirectorOutput;

    /// <summary>The addresses a leg's packets come from and go to.</summary>
    public sealed record Expect(Guid ConferenceId, LegId Leg, IPEndPoint Rtp, IPEndPoint Rtcp, bool Yields = false) : DirectorOutput;

    public sealed record CloseMedia(Guid ConferenceId) : DirectorOutput;

    /// <summary>The conference's media broke: open them anew, at the same port. The legs follow.</summary>
    public sealed record ReopenMedia(Guid ConferenceId) : DirectorOutput;

    /// <summary>Phase or revision changed, or the conference is new.</summary>
    public sealed record Head(Guid ConferenceId, long PlanRevision, ConferencePhase Phase) : DirectorOutput;

    public sealed record Participant(Guid ConferenceId, ParticipantStatus Status) : DirectorOutput;

    /// <summary>Only the measured media of a room changed, which is less urgent than its state.</summary>
    public sealed record Measured(Guid ConferenceId, ParticipantStatus Status) : DirectorOutput;

    /// <summary>Write what a conference's media put out into a new recording.</summary>
    public sealed record StartRecording(Guid ConferenceId, Guid RecordingId, bool Tracks, string Title) : DirectorOutput;

    /// <summary>Whose leg it is; carried out before the leg is among the media, or with the start.</summary>
    public sealed record NameRecorded(Guid RecordingId, LegId Leg, Guid RoomId, string Name) : DirectorOutput;

    public sealed record StopRecording(Guid RecordingId) : DirectorOutput;

    /// <summary>How it stands with the conference's recording.</summary>
    public sealed record Recording(Guid ConferenceId, RecordingStatus Status) : DirectorOutput;

    /// <summary>All private talks of a conference, as they stand.</summary>
    public sealed record Asides(Guid ConferenceId, ImmutableArray<AsideStatus> Statuses) : DirectorOutput;

    /// <summary>All that is played into a conference, as it stands.</summary>
    public sealed record Played(Guid ConferenceId, ImmutableArray<SoundStatus> Statuses) : DirectorOutput;

    public sealed record Evidence(LegRecord Record) : DirectorOutput;

    public sealed record Levels(LevelsReport Report) : DirectorOutput;

    /// <summary>The conference ended long ago and is no longer reported.</summary>
    public sealed record Forget(Guid ConferenceId) : DirectorOutput;

    /// <summary>The hosts that may speak SIP to this node: those of all planned rooms and of calls that are still ending.</summary>
    public sealed record Peers(ImmutableHashSet<string> Hosts) : DirectorOutput;
}
