namespace Conferencing.Server.Settings;

/// <summary>Files that may be put to a briefing.</summary>
internal sealed class DocumentOptions
{
    public const string Section = "Documents";

    /// <summary>Of one file.</summary>
    public int MaxMegabytes { get; set; } = 20;

    /// <summary>Of one briefing.</summary>
    public int MaxPerBriefing { get; set; } = 20;

    internal long MaxBytes => MaxMegabytes * 1024L * 1024L;
}
