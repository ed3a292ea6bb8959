using NodaTime;

namespace Conferencing.Booking;

/// <summary>An organisation in the dated tree, under one name and one parent; a rename or merger is a new unit from the next day.</summary>
/// <param name="Kind">What the unit calls itself; no level is hard-coded.</param>
/// <param name="ValidTo">The last day it exists, inclusive; null while it exists.</param>
public sealed record Unit(Guid Id, string Name, string ShortName, string Kind, Guid? ParentId, LocalDate ValidFrom, LocalDate? ValidTo)
{
    public bool ExistsOn(LocalDate day) => day >= ValidFrom && (ValidTo is not { } last || day <= last);
}
