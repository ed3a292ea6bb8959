using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using NodaTime;

namespace Conferencing.Server.Plans;

/// <summary>What a state secret makes of a plan, whatever else was booked or clicked: encrypted, not recorded, nobody calls in, certified devices only.</summary>
internal static class SecrecyPlan
{
    public static SecrecyLevel Level(Secrecy secrecy) => secrecy switch
    {
        Secrecy.Open => SecrecyLevel.Open,
        Secrecy.Confidential => SecrecyLevel.Confidential,
        Secrecy.Secret => SecrecyLevel.Secret,
        Secrecy.TopSecret => SecrecyLevel.TopSecret,
        _ => throw new System.Diagnostics.UnreachableException("A secrecy without a level."),
    };

    public static EncryptionPolicy Encryption(BriefingRow briefing, ConferenceOptions conference) => briefing.Secrecy != Secrecy.Open ? EncryptionPolicy.Required : briefing.Protection switch
    {
        Protection.Default => conference.Encryption,
        Protection.Off => EncryptionPolicy.Off,
        Protection.Preferred => EncryptionPolicy.Preferred,
        Protection.Required => EncryptionPolicy.Required,
        _ => throw new System.Diagnostics.UnreachableException("A protection without a policy."),
    };

    public static ConferencePlan Keep(ConferencePlan plan) => plan.Secrecy == SecrecyLevel.Open ? plan
        : plan with { DialIn = null, Recording = plan.Recording is { } recording ? recording with { Wanted = false } : null };

    /// <summary>A room's part: only its devices with a certificate in date are called, and it is barred when none has one.</summary>
    /// <param name="before">As it stands in the present plan.</param>
    public static ParticipantPlan Admit(OccurrenceRow occurrence, RoomRow room, ParticipantPlan? before, ParticipantPlan part)
    {
        var open = before is { Barred: true } ? part with { Wanted = true } : part;
        if (occurrence.Briefing!.Secrecy == Secrecy.Open) return open;
        var fit = Fit(room, DayOf(occurrence)).Select(endpoint => endpoint.Address).ToList();
        return fit.Count == 0 ? open with { Wanted = false, Barred = true } : open with { Addresses = [.. fit] };
    }

    /// <summary>The room's devices that may take part in a secret session on that day, in order of preference.</summary>
    public static IEnumerable<EndpointRow> Fit(RoomRow room, LocalDate day) =>
        room.Endpoints.OrderBy(endpoint => endpoint.Position).Where(endpoint => SecrecyRules.IsFit(endpoint.CertifiedUntil, day));

    /// <summary>The day a certificate must still be good on.</summary>
    public static LocalDate DayOf(OccurrenceRow occurrence) => occurrence.End.InZone(Times.Zone).Date;
}
