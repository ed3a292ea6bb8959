namespace Conferencing.Server.Sip;

/// <summary>
/// Addresses of devices as the SIP port sees them: <c>registered:name</c> is a device called where it registers; of others the host counts.
/// </summary>
internal static class RegisteredAddress
{
    public const string Scheme = "registered:";
    public const int MaxUserLength = 40;

    /// <summary>The account's name; null for an ordinary address.</summary>
    public static string? UserOf(string? address)
    {
        var text = address?.Trim() ?? "";
        return text.StartsWith(Scheme, StringComparison.Ordinal) && IsUser(text[Scheme.Length..]) ? text[Scheme.Length..] : null;
    }

    public static bool IsUser(string? name) =>
        name is { Length: > 0 and <= MaxUserLength } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>The host of a SIP address; null when there is none.</summary>
    public static string? HostOf(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || UserOf(address) is not null) return null;
        var rest = address[(colon + 1)..].Split(';', '?')[0];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        var host = rest.StartsWith('[') ? rest[1..Math.Max(1, rest.IndexOf(']', StringComparison.Ordinal))] : rest.Split(':')[0];
        return host.Length == 0 ? null : host.ToLowerInvariant();
    }
}
