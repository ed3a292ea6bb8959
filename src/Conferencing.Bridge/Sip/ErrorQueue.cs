using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Sip;

/// <summary>Reads a UDP socket's error queue (ip(7), IP_RECVERR): the only way to learn which peer refused when the socket has many.</summary>
internal static partial class ErrorQueue
{
    private const int ErrorQueueFlag = 0x2000; // MSG_ERRQUEUE
    private const int DoNotWait = 0x40; // MSG_DONTWAIT
    private const uint AddressBytes = 16; // sockaddr_in
    private const uint Address6Bytes = 28; // sockaddr_in6
    private const int HeaderBytes = 16; // cmsghdr on 64-bit machines
    private const byte OriginIcmp = 2; // SO_EE_ORIGIN_ICMP
    private const byte OriginIcmp6 = 3; // SO_EE_ORIGIN_ICMP6
    private const byte DestinationUnreachable = 3; // ICMP type
    private const byte DestinationUnreachable6 = 1; // ICMPv6 type
    private const byte FragmentationNeeded = 4; // its code that tells of a size, not of a missing peer

    /// <summary>Takes errors until one is an ICMP refusal: its original destination.</summary>
    public static unsafe bool TryTake(int socket, bool isIp6, out IPEndPoint destination)
    {
        destination = null!;
        var addressBytes = isIp6 ? Address6Bytes : AddressBytes;
        var address = stackalloc byte[(int)Address6Bytes];
        var payload = stackalloc byte[64];
        var control = stackalloc byte[512];
        while (IntPtr.Size == 8)
        {
            var vector = new Vector { Start = payload, Length = 64 };
            var message = new Message
            {
                Name = address,
                NameLength = addressBytes,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = 512,
            };
            if (ReceiveMessage(socket, &message, ErrorQueueFlag | DoNotWait) < 0)
                return false;

            if (message.NameLength < addressBytes || !IsRefusal(new ReadOnlySpan<byte>(control, (int)message.ControlLength)))
                continue;
            var port = BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(address + 2, 2));
            destination = new IPEndPoint(new IPAddress(isIp6 ? new ReadOnlySpan<byte>(address + 8, 16) : new ReadOnlySpan<byte>(address + 4, 4)), port);
            return true;
        }

        return false;
    }

    /// <summary>After the control header comes struct sock_extended_err: errno (4 bytes), origin, type, code.</summary>
    private static bool IsRefusal(ReadOnlySpan<byte> control) =>
        control.Length >= HeaderBytes + 7
        && ((control[HeaderBytes + 4] == OriginIcmp
                && control[HeaderBytes + 5] == DestinationUnreachable
                && control[HeaderBytes + 6] != FragmentationNeeded)
            || (control[HeaderBytes + 4] == OriginIcmp6 && control[HeaderBytes + 5] == DestinationUnreachable6));

    [LibraryImport("libc", EntryPoint = "recvmsg")]
    private static unsafe partial nint ReceiveMessage(int socket, Message* message, int flags);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Vector
    {
        public byte* Start;
        public nint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nint VectorCount;
        public byte* Control;
        public nint ControlLength;
        public int Flags;
    }
}
