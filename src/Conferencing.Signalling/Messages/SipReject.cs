namespace Conferencing.Signalling.Messages;

/// <summary>Every way a message can be refused, each with a counter.</summary>
public enum SipReject
{
    /// <summary>No refusal.</summary>
    None,

    // The parser
    Empty,
    TooLarge,
    NotSip,
    BadStartLine,
    BadVersion,
    BadMethod,
    BadRequestUri,
    BadStatus,
    NoHeaderEnd,
    BadHeader,
    HeaderTooLong,
    TooManyHeaders,
    DuplicateHeader,
    MissingVia,
    BadVia,
    MissingFrom,
    BadFrom,
    MissingTo,
    BadTo,
    MissingCallId,
    BadCallId,
    MissingCSeq,
    BadCSeq,
    MethodMismatch,
    BadMaxForwards,
    BadContact,
    BadRoute,
    BadContentLength,
    BodyTooLarge,
    BodyTruncated,
    /// <summary>A message on a connection that does not say where it ends (RFC 3261 section 18.3).</summary>
    NoContentLength,

    // Transactions and dialogs
    /// <summary>A stranger outside a dialog; gets no answer.</summary>
    UnknownSource,
    /// <summary>A known peer's request to call in, or an account's to register for another, refused with 403.</summary>
    NotAllowed,
    /// <summary>A banned source; gets no answer.</summary>
    Banned,
    /// <summary>More requests of one source than the limits allow; they get no answer.</summary>
    TooManyRequests,
    /// <summary>The same for REGISTER.</summary>
    TooManyRegistrations,
    /// <summary>A user name that failed too often from a known address; gets no answer for a while.</summary>
    TooManyFailures,
    /// <summary>A caller who entered too many wrong PINs (403).</summary>
    TooManyPinTries,
    /// <summary>More calls of one source being set up than the limits allow (503).</summary>
    TooManyHalfOpen,
    /// <summary>No credentials were given (401). Every registration begins so.</summary>
    NoCredentials,
    /// <summary>The nonce was old, used or another source's (401, stale).</summary>
    StaleNonce,
    /// <summary>A wrong password or an unknown user name (401).</summary>
    WrongPassword,
    /// <summary>A REGISTER that makes no sense (400) or wants too short a time (423).</summary>
    BadRegistration,
    /// <summary>A response to nothing we asked.</summary>
    StrayResponse,
    /// <summary>An ACK to nothing we answered.</summary>
    StrayAck,
    /// <summary>A request for a dialog that is not, or no longer, ours (481).</summary>
    UnknownDialog,
    /// <summary>A CANCEL for no INVITE (481).</summary>
    UnknownTransaction,
    /// <summary>A sequence number below the last one of its dialog (500).</summary>
    OldSequence,
    /// <summary>The same request on two ways (482).</summary>
    MergedRequest,
    UnsupportedScheme,
    UnsupportedExtension,
    UnsupportedMethod,
    UnsupportedBody,
    /// <summary>An SDP body that cannot be read (400 or 488).</summary>
    BadSdp,
    /// <summary>More calls waiting than the options allow (503).</summary>
    Overload,
    /// <summary>A change asked for while another one is under way (491 or 500).</summary>
    Glare,
    /// <summary>A session that would have to be refreshed more often than we take (422).</summary>
    IntervalTooSmall,
    /// <summary>A REFER without exactly one target (400).</summary>
    BadReferTo,
    /// <summary>A NOTIFY for nothing we subscribed to, or a SUBSCRIBE in no subscription of ours (481).</summary>
    UnknownSubscription,
    /// <summary>A Replaces for no call that can be replaced (400, 481, 486 or 603).</summary>
    NotReplaceable,
    /// <summary>A PRACK for no response that waits for one (481).</summary>
    StrayPrack,
}
