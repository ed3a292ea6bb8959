namespace Conferencing.Server.OpenId;

/// <summary>Why a sign-in at the provider led nowhere. The page has words for each; counted as <c>signIn.openId.…</c>.</summary>
internal enum OpenIdRefusal
{
    /// <summary>He said no at the provider, or the provider does not let him.</summary>
    Denied,

    /// <summary>The answer was not asked for by us: forged, or altered on its way.</summary>
    State,

    /// <summary>The answer is to a question this browser has not asked, or asked too long ago, or it came twice.</summary>
    Expired,

    /// <summary>The provider cannot be reached.</summary>
    Away,

    /// <summary>The account is retired.</summary>
    Disabled,

    /// <summary>Too many new accounts wait for a role.</summary>
    Full,

    /// <summary>Too many tries from one address.</summary>
    TooMany,

    /// <summary>The provider answered something that cannot be used.</summary>
    Failed,
}
