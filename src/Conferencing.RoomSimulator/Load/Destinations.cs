using System.Globalization;
using System.Net;
using Conferencing.Bridge.Rtp;

namespace Conferencing.RoomSimulator.Load;

/// <summary>Where a room's stream goes, and under which payload type.</summary>
internal readonly record struct Destination(UdpAddress Address, byte PayloadType);

/// <summary>A list of destinations, a line each: "ip port payload-type". Blank lines and those that begin with # say nothing.</summary>
internal static class Destinations
{
    /// <exception cref="CommandLineException">A line is none, or there are too few.</exception>
    public static Destination[] Read(IEnumerable<string> lines, int rooms)
    {
        var all = lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(Parse).Take(rooms).ToArray();
        return all.Length == rooms ? all : throw new CommandLineException($"{all.Length} destinations for {rooms} rooms are too few.");
    }

    private static Destination Parse(string line)
    {
        string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 3 && IPAddress.TryParse(parts[0], out var address)
            && ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            && byte.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out byte type) && port > 0 && type < 128
            ? new Destination(UdpAddress.From(new IPEndPoint(address, port)), type)
            : throw new CommandLineException($"'{line}' is no destination: expected an address, a port and a payload type.");
    }
}
