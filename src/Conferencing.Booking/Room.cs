using System.Collections.Immutable;

namespace Conferencing.Booking;

/// <summary>A bookable room at a site.</summary>
/// <param name="Endpoints">In order of preference.</param>
/// <param name="Active">False once it was taken out of use: it cannot be booked any more.</param>
public sealed record Room(Guid Id, string Name, string ShortName, Guid? SiteId, ImmutableArray<Endpoint> Endpoints, bool Active);
