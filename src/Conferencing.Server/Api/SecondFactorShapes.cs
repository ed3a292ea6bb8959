using System.ComponentModel.DataAnnotations;

namespace Conferencing.Server.Api;

/// <param name="Enabled">Signing in asks for a code.</param>
/// <param name="Due">The account's roles count on the pages only once it is set up.</param>
/// <param name="PaperLeft">Codes on paper that were not used.</param>
public sealed record SecondFactorAnswer(bool Enabled, bool Due, int PaperLeft);

public sealed record SecondFactorRequest
{
    /// <summary>The present one, if he has one, so that a page left open cannot be used to lock its owner out.</summary>
    public string? Password { get; init; }
}

/// <param name="Key">To be typed into the authenticator program.</param>
/// <param name="Address">The same for its camera.</param>
public sealed record SecondFactorKey(string Key, string Address);

public sealed record SecondFactorCode
{
    /// <summary>Six digits of the authenticator program, or one of the codes on paper.</summary>
    [Required] public string? Code { get; init; }
}

/// <param name="Codes">Shown this once; each opens the account once.</param>
public sealed record PaperCodesAnswer(string[] Codes);
