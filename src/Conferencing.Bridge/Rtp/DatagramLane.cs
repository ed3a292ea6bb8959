using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Rtp;

/// <summary>
/// Pinned memory for a batch of datagrams of one direction: headers, addresses, control data and the datagrams, as recvmmsg and sendmmsg want
/// them. Calls neither.
/// </summary>
internal sealed unsafe class DatagramLane(int batch, int maxDatagram, int controlSize = 0)
{
    // Not cleared: of a place for a large datagram only what arrives is ever touched.
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(batch * maxDatagram, pinned: true);
    private readonly byte[] _names = GC.AllocateArray<byte>(batch * UdpAddress.MaxSockaddr, pinned: true);
    private readonly byte[] _controls = GC.AllocateArray<byte>(batch * controlSize, pinned: true);

    public NativeUdp.Message[] Messages { get; } = GC.AllocateArray<NativeUdp.Message>(batch, pinned: true);

    public NativeUdp.IoVector[] Vectors { get; } = GC.AllocateArray<NativeUdp.IoVector>(batch, pinned: true);

    public Span<byte> Bytes(int index) => _bytes.AsSpan(index * maxDatagram, maxDatagram);

    /// <summary>The datagram at this place.</summary>
    public ReadOnlyMemory<byte> Datagram(int index) => _bytes.AsMemory(index * maxDatagram, (int)Messages[index].Length);

    public Span<byte> Name(int index) => _names.AsSpan(index * UdpAddress.MaxSockaddr, UdpAddress.MaxSockaddr);

    public Span<byte> Control(int index) => _controls.AsSpan(index * controlSize, controlSize);

    /// <summary>Points every header at its memory once and for all; the arrays are pinned for their lifetime.</summary>
    public void Wire(AddressFamily family)
    {
        for (int i = 0; i < batch; i++)
        {
            Vectors[i] = new NativeUdp.IoVector { Base = Pointer(_bytes, i * maxDatagram), Length = (nuint)maxDatagram };
            Messages[i] = new NativeUdp.Message
            {
                Name = Pointer(_names, i * UdpAddress.MaxSockaddr),
                Vectors = (NativeUdp.IoVector*)Marshal.UnsafeAddrOfPinnedArrayElement(Vectors, i),
                VectorCount = 1,
                Control = controlSize == 0 ? null : Pointer(_controls, i * controlSize),
            };

            // AF_INET is 2, AF_INET6 10 on Linux.
            BitConverter.TryWriteBytes(Name(i), (ushort)(family == AddressFamily.InterNetwork ? 2 : 10));
        }
    }

    private static byte* Pointer(byte[] array, int offset) => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(array, offset);
}
