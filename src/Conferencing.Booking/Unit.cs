using NodaTime;

namespace Conferencing.Booking;

/// <summary>
/// An organisation in the dated tree, under one name; a rename, merger or division makes new units and ends the old ones the day before
/// (<see cref="Reorganising.Reorganisation"/>). It outlives what it stands under, and then stands under the successor.
/// </summary>
/// <param name="Kind">What the unit calls itself; no level is hard-coded.</param>
/// <param name="ValidTo">The last day it exists, inclusive; null while it exists.</param>
public sealed record Unit(Guid Id, string Name, string ShortName, string Kind, Guid? ParentId, LocalDate ValidFrom, LocalDate? ValidTo)
{
    public bool ExistsOn(LocalDate day) => day >= ValidFrom && (ValidTo is not { } last || day <= last);
}
