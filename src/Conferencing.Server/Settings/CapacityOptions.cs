using Conferencing.Booking.Capacities;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Settings;

/// <summary>What bookings may count on. What the bridge really carries is measured, not set here.</summary>
internal sealed class CapacityOptions
{
    public const string Section = "Capacity";

    /// <summary>Rooms that are in sessions at the same time. One core mixes thousands; this is what a province of 200 rooms uses twice over.</summary>
    public int Ports { get; set; } = 400;

    /// <summary>Per cent of them kept back for guests, technicians' phones and rooms that are called twice.</summary>
    public int ContingencyPercent { get; set; } = 10;

    /// <summary>What a call takes of a line, each way, in kbit/s, unless its device says otherwise.</summary>
    public int RoomKbits { get; set; } = CallRate.Sound;

    public PortPool Pool() => new(Ports, ContingencyPercent);

    /// <exception cref="StartRefusedException">A figure makes no sense.</exception>
    public void Check()
    {
        if (Ports < 1) throw new StartRefusedException($"Capacity:Ports is {Ports}, but a bridge has at least one.");
        if (ContingencyPercent is < 0 or > 100) throw new StartRefusedException($"Capacity:ContingencyPercent is {ContingencyPercent}, but 0 to 100 is wanted.");
        if (RoomKbits is < 1 or > CallRate.MostKbits) throw new StartRefusedException($"Capacity:RoomKbits is {RoomKbits}, but 1 to {CallRate.MostKbits} is wanted.");
    }
}
