using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>Hands out ports on which nothing listens, below the range from which the system picks its own.</summary>
internal static class Ports
{
    private const int First = 26000;
    private const int Last = 29999;

    private static readonly Lock Gate = new();
    private static int _next = First + (10 * Random.Shared.Next(0, 300));

    /// <summary>One port, free for UDP and TCP.</summary>
    public static int One() => Block(1);

    /// <summary>The first (even) of some ports in a row, all free for UDP and TCP.</summary>
    public static int Block(int count)
    {
        lock (Gate)
        {
            for (int tries = 0; tries < Last - First; tries++)
            {
                int first = _next + (_next & 1);
                if (first + count > Last) first = First;
                _next = first + count;
                if (Enumerable.Range(first, count).All(IsFree)) return first;
            }
        }
        throw new InvalidOperationException($"No {count} free ports in a row between {First} and {Last}.");
    }

    /// <summary>True once somebody listens there for UDP. Asked of the system: trying to bind would be in the way of the program that is about to.</summary>
    public static bool IsTaken(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(one => one.Port == port);

    /// <summary>True once somebody listens there for TCP.</summary>
    public static bool IsTakenTcp(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(one => one.Port == port);

    private static bool IsFree(int port) => CanBind(SocketType.Dgram, ProtocolType.Udp, port) && CanBind(SocketType.Stream, ProtocolType.Tcp, port);

    private static bool CanBind(SocketType type, ProtocolType protocol, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
