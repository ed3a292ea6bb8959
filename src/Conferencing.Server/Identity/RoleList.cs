namespace Conferencing.Server.Identity;

/// <summary>An account's roles as one column: their names with spaces between.</summary>
internal static class RoleList
{
    public static string Write(IEnumerable<Role> roles) => string.Join(' ', roles);

    public static List<Role> Read(string stored) => [.. stored.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)];
}
