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

    /// <summary>An outgoing call came to nothing.</summary>
    public sealed record Failed(CallHandle Call, CallFailure Failure) : CallEvent(Call);

    /// <summary>An answered call is over.</summary>
    public sealed record Ended(CallHandle Call, CallEnd By, string? Detail) : CallEvent(Call);

    /// <summary>A call comes in; the agent chose the handle. It waits for <see cref="CallCommand.Accept"/> or <see cref="CallCommand.Reject"/>.</summary>
    public sealed record Incoming(CallHandle Call, string FromUri, string FromName, string ToUser, SipPath Source) : CallEvent(Call);

    /// <summary>A DTMF digit by INFO (application/dtmf-relay).</summary>
    public sealed record Digit(CallHandle Call, char Value) : CallEvent(Call);
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
