namespace Conferencing.Signalling.Calls;

/// <summary>What a SIP agent tells its bridge. <see cref="Failed"/> and <see cref="Ended"/> are each call's last event.</summary>
public abstract record CallEvent(CallHandle Call)
{
    /// <summary>The INVITE is out, or its dialog changed: record the identity before anything else.</summary>
    public sealed record IdentityChanged(CallHandle Call, DialogIdentity Identity) : CallEvent(Call);

    /// <summary>A 180, 181, 182 or 183 came.</summary>
    public sealed record Ringing(CallHandle Call) : CallEvent(Call);

    /// <summary>200 came (or our 200 was acknowledged) and media are agreed.</summary>
    public sealed record Answered(CallHandle Call, NegotiatedAudio Media) : CallEvent(Call);

    /// <summary>A re-INVITE or UPDATE agreed on something else: hold, resume, another address.</summary>
    public sealed record MediaChanged(CallHandle Call, NegotiatedAudio Media) : CallEvent(Call);

    /// <summary>The peer would not change (<see cref="CallCommand.Change"/>): all stays as it was.</summary>
    public sealed record ChangeRefused(CallHandle Call, int Status, string Phrase) : CallEvent(Call);

    /// <summary>An outgoing call came to nothing.</summary>
    public sealed record Failed(CallHandle Call, CallFailure Failure) : CallEvent(Call);

    /// <summary>An answered call is over.</summary>
    public sealed record Ended(CallHandle Call, CallEnd By, string? Detail) : CallEvent(Call);

    /// <summary>A call comes in; the agent chose the handle. It waits for <see cref="CallCommand.Accept"/> or <see cref="CallCommand.Reject"/>.</summary>
    /// <param name="Account">Whose password was right; null for a peer known by its address.</param>
    public sealed record Incoming(CallHandle Call, string FromUri, string FromName, string ToUser, SipPath Source, string? Account = null) : CallEvent(Call);

    /// <summary>A DTMF digit by INFO (application/dtmf-relay or application/dtmf).</summary>
    public sealed record Digit(CallHandle Call, char Value) : CallEvent(Call);

    /// <summary>The peer cannot show our picture and asks for a whole one (RFC 5168).</summary>
    public sealed record KeyFrameWanted(CallHandle Call) : CallEvent(Call);

    /// <summary>The peer asks this side to call somebody else (RFC 3515); it waits for <see cref="CallCommand.AnswerTransfer"/>.</summary>
    /// <param name="Address">The SIP URI to call.</param>
    /// <param name="ReferredBy">URI of the one who asks.</param>
    public sealed record TransferAsked(CallHandle Call, string Address, string ReferredBy) : CallEvent(Call);

    /// <summary>How <see cref="CallCommand.Transfer"/> goes at the peer.</summary>
    /// <param name="Status">What the peer got from the other address; 0 when it ended without a word.</param>
    public sealed record TransferProgress(CallHandle Call, int Status, string Phrase, bool IsFinal) : CallEvent(Call);
}

public enum CallEnd
{
    /// <summary>This side hung up.</summary>
    Local,
    /// <summary>The peer sent BYE.</summary>
    Remote,
    /// <summary>The peer no longer knows the dialog (481) or no longer answers.</summary>
    Lost,
}

/// <param name="Status">The SIP status, 0 when none came.</param>
/// <param name="Phrase">The peer's reason phrase or our own words, in English, for logs and technicians.</param>
public sealed record CallFailure(CallFailureKind Kind, int Status, string Phrase);

/// <summary>Why a call came to nothing.</summary>
public enum CallFailureKind
{
    Busy,
    NoAnswer,
    Refused,
    BadAddress,
    Unreachable,
    NoUsableMedia,
    NotAuthenticated,
    /// <summary>The peer does not encrypt, and encryption is required.</summary>
    NotEncrypted,
    ServerFailure,
    ProtocolError,
    /// <summary>This side cancelled it.</summary>
    Cancelled,
}
