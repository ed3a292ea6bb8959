using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>Everything that can happen to a node's conferences, besides time.</summary>
internal abstract record DirectorInput
{
    private DirectorInput()
    {
    }

    /// <summary>It comes from every room all the time, and makes nothing due.</summary>
    public bool IsMeasurement => this is MediaHappened { Event: MediaEvent.Report or MediaEvent.Levels };

    public sealed record Plan(ConferencePlan Value) : DirectorInput;

    /// <summary>A technician wants a room called without waiting for its redial.</summary>
    public sealed record CallNow(Guid ConferenceId, Guid RoomId) : DirectorInput;

    /// <param name="Hosts">Names of hosts known to be where a call comes in from.</param>
    public sealed record CallHappened(CallEvent Event, ImmutableArray<string> Hosts = default) : DirectorInput;

    public sealed record LowerHand(Guid ConferenceId, Guid RoomId) : DirectorInput;

    public sealed record AnswerHelp(Guid ConferenceId, Guid RoomId) : DirectorInput;

    public sealed record PlaySound(SoundOrder Order) : DirectorInput;

    public sealed record StopSound(Guid ConferenceId) : DirectorInput;

    public sealed record MediaHappened(Guid ConferenceId, MediaEvent Event) : DirectorInput;

    /// <summary>The recorder tells how it stands with a recording.</summary>
    public sealed record RecordingHappened(Guid ConferenceId, RecordingStatus Status) : DirectorInput;

    /// <summary>The node could not even post the dial, for example because no media port is free.</summary>
    public sealed record NotDialled(CallHandle Call, LegReason Reason, string Detail) : DirectorInput;

    /// <summary>A conference's media could be opened anew only at another port than its rooms were told.</summary>
    public sealed record MediaMoved(Guid ConferenceId) : DirectorInput;

    /// <summary>Hang up everything and call nothing any more.</summary>
    public sealed record Stop : DirectorInput;
}

/// <summary>A call that an earlier process of this node left behind, from the dialog journal.</summary>
internal sealed record ForgottenCall(CallHandle Call, Guid ConferenceId, Guid RoomId, string Address, DialogIdentity Identity);
