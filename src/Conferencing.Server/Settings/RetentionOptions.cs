using Conferencing.Server.Hosting;

namespace Conferencing.Server.Settings;

/// <summary>How long personal data is kept that has no setting elsewhere.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>A hundred years.</summary>
    private const int MaxDays = 36500;

    /// <summary>Days after a briefing's last session at which names, contacts and notes leave it; 0 keeps them.</summary>
    public int BriefingDays { get; set; } = 730;

    /// <summary>Days after a briefing's last session at which it is forgotten who was invited and what they answered; 0 keeps it.</summary>
    public int InvitationDays { get; set; } = 90;

    /// <summary>Days after an account was retired at which its person is forgotten; 0 keeps him.</summary>
    public int AccountDays { get; set; } = 365;

    /// <exception cref="StartRefusedException">No number of days.</exception>
    public void Check()
    {
        Check(nameof(BriefingDays), BriefingDays);
        Check(nameof(InvitationDays), InvitationDays);
        Check(nameof(AccountDays), AccountDays);
    }

    private static void Check(string name, int days)
    {
        if (days is < 0 or > MaxDays) throw new StartRefusedException($"{Section}:{name} is {days}; it must be 0 (for good) or days up to {MaxDays}.");
    }
}
