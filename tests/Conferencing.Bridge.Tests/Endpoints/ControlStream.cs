using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// A packet every 20 ms over loopback from a thread on each processor that does nothing else. When one of them stands still, its
/// processor was taken away, by other work or by the host of a virtual machine, and what stood still with it is not to blame.
/// </summary>
internal sealed class ControlStream : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly ManualResetEventSlim _stop = new();
    private readonly List<(int Port, Socket Sink, Thread Thread)> _streams = [];

    public static ControlStream Start()
    {
        var control = new ControlStream();
        for (int processor = 0; processor < Environment.ProcessorCount; processor++)
            control.Add(processor);
        return control;
    }

    /// <summary>When a processor stood still for longer than a limit.</summary>
    public List<RtpGap> Gaps(IReadOnlyList<CapturedDatagram> datagrams, TimeSpan limit)
        => [.. _streams.SelectMany(stream => RtpGap.Between([.. datagrams.Where(d => d.Destination.Port == stream.Port).Select(d => d.At)], limit))];

    public void Dispose()
    {
        if (_stop.IsSet) return;
        _stop.Set();
        foreach (var (_, sink, thread) in _streams)
        {
            thread.Join();
            sink.Dispose();
        }
    }

    private void Add(int processor)
    {
        int port = Ports.One();
        var sink = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4096 };
        sink.Bind(new IPEndPoint(IPAddress.Loopback, port));
        var thread = new Thread(() => Run(processor, port)) { IsBackground = true };
        _streams.Add((port, sink, thread));
        thread.Start();
    }

    private void Run(int processor, int port)
    {
        StayOn(processor);
        using var source = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        source.Connect(new IPEndPoint(IPAddress.Loopback, port));
        byte[] packet = new byte[32];
        while (!_stop.Wait(Period))
            source.Send(packet);
    }

    /// <summary>Where the processor may not be chosen, the thread runs where it is put.</summary>
    private static void StayOn(int processor)
    {
        ulong[] set = new ulong[16];
        set[processor / 64] = 1UL << (processor % 64);
        _ = SetAffinity(0, (nuint)(set.Length * sizeof(ulong)), set);
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nuint size, ulong[] set);
}
