using Conferencing.Server.Identity;

namespace Conferencing.Server.Demo;

/// <param name="UserName">What one signs in with.</param>
internal sealed record DemoAccount(string UserName, string DisplayName, Role Role);

/// <summary>Accounts everybody knows: a demo listens on 127.0.0.1 only.</summary>
internal static class DemoAccounts
{
    public const string Password = "giao-ban-demo";

    public static DemoAccount Clerk { get; } = new("clerk", "Nguyễn Thị Thu Hà", Role.Clerk);
    public static DemoAccount Approver { get; } = new("approver", "Trần Quốc Bảo", Role.Approver);
    public static DemoAccount Technician { get; } = new("technician", "Lê Hoàng Phúc", Role.Technician);
    public static DemoAccount Administrator { get; } = new("admin", "Phạm Minh Đức", Role.Administrator);

    public static DemoAccount Auditor { get; } = new("auditor", "Võ Thanh Sơn", Role.Auditor);

    public static IReadOnlyList<DemoAccount> All { get; } = [Clerk, Approver, Technician, Administrator, Auditor];
}
