using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>A room that may not take part in a secret briefing.</summary>
/// <param name="CertifiedUntil">The last day the certificate of one of its devices is good for; null if none has one.</param>
/// <param name="NeededUntil">The day of the last session.</param>
public sealed record UnfitRoom(Guid RoomId, string RoomName, LocalDate? CertifiedUntil, LocalDate NeededUntil);

/// <summary>
/// What a state secret forbids (Decree 26/2020/NĐ-CP, article 6): calls that are not encrypted, recordings, and devices without a certificate
/// in date. It says nothing about the line: encryption of calls alone does not make it fit for a secret.
/// </summary>
public static class SecrecyRules
{
    public static IEnumerable<FieldError> Check(Terms terms)
    {
        if (!terms.IsSecret) yield break;
        if (terms.Protection is Protection.Off or Protection.Preferred) yield return new FieldError("encryption", "secretNotEncrypted");
        if (terms.Recording != RecordingMode.None) yield return new FieldError("recording", "secretRecording");
    }

    /// <summary>Of these rooms, those whose certificates do not reach to the last session; optional ones too.</summary>
    public static ImmutableArray<UnfitRoom> Unfit(Terms terms, IEnumerable<Room> rooms, LocalDate last) => terms.IsSecret
        ? [.. rooms.Where(room => !IsFit(room.CertifiedUntil, last)).Select(room => new UnfitRoom(room.Id, room.Name, room.CertifiedUntil, last))] : [];

    /// <summary>A certificate is good on its last day.</summary>
    public static bool IsFit(LocalDate? certifiedUntil, LocalDate day) => certifiedUntil >= day;
}
