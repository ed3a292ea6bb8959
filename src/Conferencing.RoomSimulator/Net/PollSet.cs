using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Conferencing.RoomSimulator.Net;

/// <summary>Waits for many sockets in one system call (poll(2)), so that hundreds of rooms need one thread and no thread pool.</summary>
internal sealed class PollSet
{
    private const short PollIn = 1;

    private readonly List<Action> _ready = [];
    private PollFd[] _sockets = [];

    /// <summary>Adds a socket; its action runs on the thread that waits, whenever there is something to receive.</summary>
    public void Add(Socket socket, Action onReadable)
    {
        socket.Blocking = false;
        _sockets = [.. _sockets, new PollFd { Socket = (int)socket.Handle, Wanted = PollIn }];
        _ready.Add(onReadable);
    }

    /// <summary>Waits until a socket can be read or the time is over, and runs the actions.</summary>
    /// <param name="microseconds">Rounded up to whole milliseconds; 0 or less only looks.</param>
    public void Wait(long microseconds)
    {
        int milliseconds = (int)Math.Clamp((microseconds + 999) / 1000, 0, 1000);
        if (Poll(_sockets, (nuint)_sockets.Length, milliseconds) <= 0) return;
        for (int i = 0; i < _sockets.Length; i++)
        {
            if (_sockets[i].Happened != 0) _ready[i]();
        }
    }

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll([In, Out] PollFd[] sockets, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Socket;
        public short Wanted;
        public short Happened;
    }
}
