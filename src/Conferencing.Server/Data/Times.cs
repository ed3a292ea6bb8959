using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>Between the moments of the API and those of the cores. Whole milliseconds, so that what is stored is what was said.</summary>
internal static class Times
{
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    public static Instant ToInstant(this DateTimeOffset at) => Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    public static Instant? ToInstant(this DateTimeOffset? at) => at?.ToInstant();

    /// <summary>With the province's offset, as people there read it.</summary>
    public static DateTimeOffset ToLocal(this Instant at) => at.InZone(Zone).ToDateTimeOffset();

    public static DateTimeOffset? ToLocal(this Instant? at) => at?.ToLocal();

    public static Instant Now(this TimeProvider clock) => clock.GetUtcNow().ToInstant();

    public static string Text(this LocalDate day) => day.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>dd/MM/yyyy, 24-hour clock.</summary>
    public static string Text(this Instant at) => at.InZone(Zone).ToString("HH:mm dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
