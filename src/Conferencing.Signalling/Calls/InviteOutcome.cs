using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Calls;

/// <summary>What a refusal of our INVITE means to the people who wait for the room.</summary>
internal static class InviteOutcome
{
    public static CallFailure Of(SipResponse response) => Of(response.Status, response.Phrase);

    public static CallFailure Of(int status, string phrase) => new(KindOf(status), status, phrase);

    private static CallFailureKind KindOf(int status) => status switch
    {
        486 or 600 => CallFailureKind.Busy,
        408 or 480 or 487 => CallFailureKind.NoAnswer,
        404 or 410 or 416 or 484 or 485 or 604 => CallFailureKind.BadAddress,
        401 or 407 => CallFailureKind.NotAuthenticated,
        415 or 488 or 606 => CallFailureKind.NoUsableMedia,
        400 or 420 or 421 => CallFailureKind.ProtocolError,
        >= 500 and < 600 => CallFailureKind.ServerFailure,
        _ => CallFailureKind.Refused,
    };
}
