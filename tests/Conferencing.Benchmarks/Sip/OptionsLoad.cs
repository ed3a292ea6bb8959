using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Conferencing.Benchmarks.Sip;

/// <summary>
/// Asks one server OPTIONS over UDP, a fixed number of requests always under way, and counts the 200s. Runs on the caller's thread, stops by itself.
/// </summary>
internal sealed class OptionsLoad(int port, int window)
{
    private static readonly byte[] Success = "SIP/2.0 200"u8.ToArray();

    private readonly byte[] _answer = new byte[4096];
    private long _number;

    public LoadCount Run(TimeSpan length)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 100 };
        socket.ReceiveBufferSize = 4 << 20;
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Connect(IPAddress.Loopback, port);
        var request = new OptionsRequest(((IPEndPoint)socket.LocalEndPoint!).Port, port);
        var count = default(LoadCount);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < window; i++)
            Send(socket, request, ref count);
        while (watch.Elapsed < length)
            Exchange(socket, request, ref count);
        return count with { Seconds = watch.Elapsed.TotalSeconds };
    }

    private void Exchange(Socket socket, OptionsRequest request, ref LoadCount count)
    {
        try
        {
            var length = socket.Receive(_answer);
            if (_answer.AsSpan(0, length).StartsWith(Success))
                count = count with { Answered = count.Answered + 1 };
            else
                count = count with { Refused = count.Refused + 1 };
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            count = count with { Stalls = count.Stalls + 1 }; // the whole window was lost: it is filled again, one by one
        }

        Send(socket, request, ref count);
    }

    private void Send(Socket socket, OptionsRequest request, ref LoadCount count)
    {
        socket.Send(request.Write(++_number));
        count = count with { Asked = count.Asked + 1 };
    }
}

/// <param name="Refused">Answers that were no 200.</param>
/// <param name="Stalls">Times in which nothing came for 100 ms.</param>
internal readonly record struct LoadCount(long Asked, long Answered, long Refused, long Stalls, double Seconds);
