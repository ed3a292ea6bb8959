using System.Security.Claims;
using Conferencing.Booking;

namespace Conferencing.Server.Identity;

/// <summary>Who makes a request, in the words of the booking desk.</summary>
internal sealed record Caller(Guid Id, string UserName, string DisplayName, IReadOnlyList<Role> Roles)
{
    public const string DisplayNameClaim = "displayName";

    /// <summary>The name of the token he came with, if he did.</summary>
    public const string TokenClaim = "token";

    /// <summary>In which he is answered.</summary>
    public Language Language { get; init; } = Language.Vi;

    /// <summary>The account's present name, roles and language as claims.</summary>
    public static ClaimsPrincipal Principal(Account account, string scheme)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, account.Id.ToString()),
            new(ClaimTypes.Name, account.UserName ?? ""),
            new(DisplayNameClaim, account.DisplayName),
        };
        claims.AddRange(account.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())));
        if (account.Language is { } language) claims.Add(new(Messages.RequestLanguage.Claim, language.ToString()));
        if (account.SecurityStamp is { } stamp) claims.Add(new(AccountCookie.StampClaim, stamp));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>Only for routes that need sign-in.</summary>
    public static Caller Of(ClaimsPrincipal user) => new(
        Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!),
        user.FindFirstValue(ClaimTypes.Name)!,
        user.FindFirstValue(DisplayNameClaim)!,
        [.. user.FindAll(ClaimTypes.Role).Select(claim => Enum.Parse<Role>(claim.Value))]);

    /// <summary>For minimal API parameters.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    public static Caller Of(HttpContext context) => Of(context.User) with { Language = Messages.RequestLanguage.Of(context) };

    public bool Has(Role role) => Roles.Contains(role) || Roles.Contains(Role.Administrator);

    /// <param name="bookedBy">Who booked the briefing in question.</param>
    public Actor Towards(Guid bookedBy) => new(Has(Role.Clerk) || Has(Role.Approver), Has(Role.Approver), bookedBy == Id);
}
