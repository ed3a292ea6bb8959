using System.Diagnostics;
using Conferencing.Contract;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>Why a call came to nothing or ended, in the words of the contract.</summary>
internal readonly record struct CallOutcome(LegReason Reason, string? Detail)
{
    public static CallOutcome Of(CallFailure failure) => new(ReasonOf(failure.Kind), Words(failure.Status, failure.Phrase));

    /// <summary>The end of an answered call that this side did not ask for.</summary>
    public static CallOutcome Of(CallEvent.Ended ended) => ended.By switch
    {
        CallEnd.Remote => new(LegReason.RoomHungUp, ended.Detail),
        CallEnd.Lost => new(LegReason.Unreachable, ended.Detail),
        CallEnd.Local => new(LegReason.ProtocolError, ended.Detail),
        _ => throw new UnreachableException($"Call end {ended.By} has no reason."),
    };

    private static LegReason ReasonOf(CallFailureKind kind) => kind switch
    {
        CallFailureKind.Busy => LegReason.Busy,
        CallFailureKind.NoAnswer => LegReason.NoAnswer,
        CallFailureKind.Refused => LegReason.Refused,
        CallFailureKind.BadAddress => LegReason.BadAddress,
        CallFailureKind.Unreachable => LegReason.Unreachable,
        CallFailureKind.NoUsableMedia => LegReason.NoUsableMedia,
        CallFailureKind.NotAuthenticated => LegReason.NotAuthenticated,
        CallFailureKind.NotEncrypted => LegReason.NotEncrypted,
        CallFailureKind.ServerFailure => LegReason.ServerFailure,
        CallFailureKind.ProtocolError => LegReason.ProtocolError,
        // The peer says 487 although nobody here cancelled.
        CallFailureKind.Cancelled => LegReason.ProtocolError,
        _ => throw new UnreachableException($"Call failure {kind} has no reason."),
    };

    private static string? Words(int status, string phrase) => (status, phrase.Length) switch
    {
        (0, 0) => null,
        (0, _) => phrase,
        (_, 0) => $"{status}",
        _ => $"{status} {phrase}",
    };
}
