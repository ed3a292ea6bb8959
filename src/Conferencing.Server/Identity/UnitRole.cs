namespace Conferencing.Server.Identity;

/// <summary>A role that holds for one unit and what is below it.</summary>
public readonly record struct UnitRole(Role Role, Guid UnitId)
{
    /// <summary>Roles that cannot be had for a part of the province: they are about the installation.</summary>
    public static bool IsWhole(Role role) => role is Role.Administrator or Role.Auditor;

    /// <summary>As a column or a claim holds it.</summary>
    public override string ToString() => $"{Role}:{UnitId}";

    public static UnitRole Read(string stored) => stored.Split(':') is [var role, var unit]
        ? new UnitRole(Enum.Parse<Role>(role), Guid.Parse(unit)) : throw new System.Diagnostics.UnreachableException("Roles of units are written here only.");

    public static string Write(IEnumerable<UnitRole> roles) => string.Join(' ', roles);

    public static List<UnitRole> ReadAll(string stored) => [.. stored.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read)];
}
