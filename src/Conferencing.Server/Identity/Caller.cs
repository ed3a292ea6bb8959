using System.Security.Claims;
using Conferencing.Booking;

namespace Conferencing.Server.Identity;

/// <summary>Who makes a request, in the words of the booking desk.</summary>
internal sealed record Caller(Guid Id, string UserName, string DisplayName, IReadOnlyList<Role> Roles)
{
    public const string DisplayNameClaim = "displayName";

    /// <summary>The name of the token he came with, if he did.</summary>
    public const string TokenClaim = "token";

    public const string TokenIdClaim = "tokenId";

    /// <summary>When that token ends, milliseconds since 1970; none if it never does.</summary>
    public const string TokenEndClaim = "tokenEnd";

    /// <summary>A role he has for a unit; <see cref="ClaimTypes.Role"/> is one for the whole province.</summary>
    public const string UnitRoleClaim = "unitRole";

    /// <summary>A role he has, for whatever part of the province: what routes ask first.</summary>
    public const string AnyRoleClaim = "anyRole";

    /// <summary>He must do something first, such as setting up a second step: neither his roles count yet, nor what names him.</summary>
    public const string HeldClaim = "held";

    /// <summary>Roles he has for a unit and what is below it; <see cref="Roles"/> are for the whole province.</summary>
    public IReadOnlyList<UnitRole> UnitRoles { get; init; } = [];

    private UnitParents Tree { get; init; } = UnitParents.Unknown;

    /// <summary>In which he is answered.</summary>
    public Language Language { get; init; } = Language.Vi;

    /// <summary>The account's present name, roles and language as claims.</summary>
    /// <param name="isHeld">He must do something first, such as setting up a second step: his roles do not count yet.</param>
    public static ClaimsPrincipal Principal(Account account, string scheme, bool isHeld = false)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, account.Id.ToString()),
            new(ClaimTypes.Name, account.UserName ?? ""),
            new(DisplayNameClaim, account.DisplayName),
        };
        if (isHeld) claims.Add(new(HeldClaim, ""));
        else claims.AddRange(RoleClaims(account));
        if (account.Language is { } language) claims.Add(new(Messages.RequestLanguage.Claim, language.ToString()));
        if (account.SecurityStamp is { } stamp) claims.Add(new(AccountCookie.StampClaim, stamp));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    private static IEnumerable<Claim> RoleClaims(Account account) =>
        account.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()))
            .Concat(account.UnitRoles.Select(one => new Claim(UnitRoleClaim, one.ToString())))
            .Concat(account.AllRoles.Select(role => new Claim(AnyRoleClaim, role.ToString())));

    /// <summary>Whether he must do something first (<see cref="HeldClaim"/>).</summary>
    public static bool IsHeld(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == HeldClaim);

    /// <summary>Only for routes that need sign-in.</summary>
    public static Caller Of(ClaimsPrincipal user) => new(
        Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!),
        user.FindFirstValue(ClaimTypes.Name)!,
        user.FindFirstValue(DisplayNameClaim)!,
        [.. user.FindAll(ClaimTypes.Role).Select(claim => Enum.Parse<Role>(claim.Value))])
    {
        UnitRoles = [.. user.FindAll(UnitRoleClaim).Select(claim => UnitRole.Read(claim.Value))],
    };

    /// <summary>For minimal API parameters.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    public static Caller Of(HttpContext context) => Of(context.User) with
    {
        Language = Messages.RequestLanguage.Of(context),
        Tree = context.Features.Get<UnitParents>() ?? UnitParents.Unknown,
    };

    /// <summary>Whether he has the role for the whole province.</summary>
    public bool Has(Role role) => Roles.Contains(role) || Roles.Contains(Role.Administrator);

    /// <summary>Whether he has the role for this unit: for the province, or for a unit this one is or stands below.</summary>
    /// <param name="unit">Null for what belongs to no unit: only who has the role for the province has it there.</param>
    public bool Has(Role role, Guid? unit) => Has(role) || UnitRoles.Any(one => one.Role == role && Tree.IsWithin(unit, one.UnitId));

    /// <param name="bookedBy">Who booked the briefing in question.</param>
    /// <param name="host">The unit that hosts it; null if it names none, and then only who has his role for the province has it.</param>
    public Actor Towards(Guid bookedBy, Guid? host) => new(Has(Role.Clerk, host) || Has(Role.Approver, host), Has(Role.Approver, host), bookedBy == Id)
    {
        MayApproveTechnically = Has(Role.Technician, host),
    };

    /// <summary>Whether he has a role that reads what everybody who works with it reads: any but the auditor's.</summary>
    public bool Works => Roles.Concat(UnitRoles.Select(one => one.Role)).Any(role => role != Role.Auditor);

    /// <summary>Whether he gives steps of approvals, for whatever part of the province.</summary>
    public bool Decides => Has(Role.Approver) || Has(Role.Technician) || UnitRoles.Any(one => one.Role is Role.Approver or Role.Technician);

    /// <summary>Who an account is while somebody acts for it.</summary>
    public static Caller Of(Account account, UnitParents tree) =>
        new(account.Id, account.UserName ?? "", account.DisplayName, account.Roles) { UnitRoles = account.UnitRoles, Tree = tree };
}
