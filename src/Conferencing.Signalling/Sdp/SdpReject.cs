namespace Conferencing.Signalling.Sdp;

/// <summary>Every way a session description can be refused.</summary>
public enum SdpReject
{
    None,
    NotText,
    TooManyLines,
    BadVersion,
    BadOrigin,
    BadConnection,
    BadMedia,
    NoConnection,

    // Offer and answer
    /// <summary>No audio stream, or all of them with port 0.</summary>
    NoAudio,

    /// <summary>Audio, but in a profile that is not spoken, such as SRTP.</summary>
    UnsupportedProfile,

    /// <summary>A secure profile, or an answer to one, without a crypto line that can be honoured (RFC 4568).</summary>
    NoCommonSuite,

    /// <summary>Plain media where encryption is required.</summary>
    NotEncrypted,

    /// <summary>The peer's media are in an IP family this side has no address of.</summary>
    NoCommonFamily,

    /// <summary>No format in common.</summary>
    NoCommonFormat,

    /// <summary>An answer whose streams do not match the offer's.</summary>
    NoAnswerToOffer,
}
