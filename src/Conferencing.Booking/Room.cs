namespace Conferencing.Booking;

/// <summary>A bookable room at a site.</summary>
/// <param name="Active">False once it was taken out of use: it cannot be booked any more.</param>
public sealed record Room(Guid Id, string Name, bool Active)
{
    /// <summary>The last day on which one of its devices has a certificate for state secrets; null if none has one.</summary>
    public NodaTime.LocalDate? CertifiedUntil { get; init; }
}
