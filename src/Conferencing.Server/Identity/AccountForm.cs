using Conferencing.Server.Api;
using Microsoft.AspNetCore.Identity;

namespace Conferencing.Server.Identity;

/// <summary>What may be entered for an account, and every reason why not.</summary>
internal static class AccountForm
{
    public const int MinPasswordLength = 10;
    public const int MaxPasswordLength = 128;
    private const int MaxNameLength = 100;

    public static FieldMessage RolesMissing { get; } = new("roles", "rolesMissing");

    public static void Configure(IdentityOptions options)
    {
        options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";
        options.Password.RequiredLength = MinPasswordLength;
        // Length is what protects; rules about signs make people write passwords down.
        options.Password.RequireDigit = options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 4;
    }

    public static IEnumerable<FieldMessage> CheckUserName(string? userName)
    {
        if (string.IsNullOrWhiteSpace(userName)) yield return new("userName", "userNameMissing");
        else if (userName.Length > MaxNameLength) yield return new("userName", "tooLongText", MaxNameLength);
    }

    public static IEnumerable<FieldMessage> CheckText(string field, string? text, string missing)
    {
        if (string.IsNullOrWhiteSpace(text)) yield return new(field, missing);
        else if (text.Length > MaxNameLength) yield return new(field, "tooLongText", MaxNameLength);
        else if (text.Any(char.IsControl)) yield return new(field, "titleControl");
    }

    public static IEnumerable<FieldMessage> CheckPassword(string field, string? password)
    {
        if (string.IsNullOrEmpty(password)) yield return new(field, "passwordMissing");
        else if (password.Length > MaxPasswordLength) yield return new(field, "tooLongText", MaxPasswordLength);
    }

    /// <param name="units">Those there are.</param>
    /// <param name="whyNotNone">What is said to one without a role; null if it may be: of a retired account, as who came by himself and was turned away never had one.</param>
    public static IEnumerable<FieldMessage> CheckRoles(Role[]? roles, UnitRole[]? unitRoles, IReadOnlySet<Guid> units, FieldMessage? whyNotNone)
    {
        if (roles is null) yield return RolesMissing;
        else if (roles.Length + (unitRoles?.Length ?? 0) == 0 && whyNotNone is not null) yield return whyNotNone;
        foreach (var one in unitRoles ?? [])
        {
            if (UnitRole.IsWhole(one.Role)) yield return new("unitRoles", "roleOfProvince");
            if (!units.Contains(one.UnitId)) yield return new("unitRoles", "unitUnknown");
        }
    }

    /// <summary>What Identity found wrong, at the field it belongs to.</summary>
    public static IEnumerable<FieldMessage> From(IdentityResult result, string passwordField = "password") => result.Errors.Select(error => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateUserName) => new FieldMessage("userName", "userNameTaken"),
        nameof(IdentityErrorDescriber.InvalidUserName) => new FieldMessage("userName", "userNameInvalid"),
        nameof(IdentityErrorDescriber.PasswordTooShort) => new FieldMessage(passwordField, "passwordTooShort", MinPasswordLength),
        nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => new FieldMessage(passwordField, "passwordTooPlain"),
        nameof(IdentityErrorDescriber.PasswordMismatch) => new FieldMessage("current", "passwordWrong"),
        _ => throw new System.Diagnostics.UnreachableException($"Identity refused for a reason without a message: {error.Code}."),
    });
}
