namespace Conferencing.Server.Identity;

/// <summary>How somebody signed in on the pages.</summary>
internal enum SignInWay
{
    Password,
    OpenId,

    /// <summary>With a second step at the provider that the settings trust: none is owed here.</summary>
    OpenIdStrong,
}
