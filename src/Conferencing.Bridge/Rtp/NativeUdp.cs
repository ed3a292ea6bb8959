using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Rtp;

/// <summary>Linux calls that move many datagrams at once, with the layouts of its 64-bit ABI (glibc and musl, x86-64 and arm64).</summary>
internal static unsafe partial class NativeUdp
{
    public const int DontWait = 0x40;
    public const int Interrupted = 4;
    public const int WouldBlock = 11;

    /// <summary>SO_TIMESTAMPNS of asm-generic/socket.h, with 64-bit time: the kernel stamps each datagram at its arrival.</summary>
    public const int ReceiveTimestamps = 35;

    public const int SocketLevel = 1;

    /// <summary>Bytes of control data for one time stamp: cmsghdr and timespec.</summary>
    public const int ControlSize = 32;

    /// <summary>True where these layouts hold.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct mmsghdr: msghdr of 56 bytes, then the length of the datagram.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct Message
    {
        [FieldOffset(0)]
        public byte* Name;

        [FieldOffset(8)]
        public uint NameLength;

        [FieldOffset(16)]
        public IoVector* Vectors;

        [FieldOffset(24)]
        public nuint VectorCount;

        [FieldOffset(32)]
        public byte* Control;

        [FieldOffset(40)]
        public nuint ControlLength;

        [FieldOffset(48)]
        public int Flags;

        [FieldOffset(56)]
        public uint Length;
    }

    /// <summary>Control data of one time stamp: struct cmsghdr, then struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimestampControl
    {
        public nuint Length;
        public int Level;
        public int Type;
        public long Seconds;
        public long Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, Message* messages, uint count, int flags, TimeSpec* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int socket, Message* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    public static partial int GetClock(int clock, TimeSpec* time);
}
