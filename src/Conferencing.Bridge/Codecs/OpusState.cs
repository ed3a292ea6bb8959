using System.Runtime.CompilerServices;

namespace Conferencing.Bridge.Codecs;

/// <summary>
/// Memory for an encoder or decoder of libopus, which keeps all it knows in one block without pointers into itself: a copy of the block
/// is a copy of the state. Managed and pinned, so that nobody has to free it.
/// </summary>
internal sealed unsafe class OpusState
{
    private const int Alignment = 64;

    private readonly byte[] _memory;
    private readonly int _size;

    public OpusState(int size)
    {
        _size = size;
        _memory = GC.AllocateArray<byte>(size + Alignment, pinned: true);
        Address = (byte*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    public byte* Address { get; }

    public void CopyFrom(OpusState other) => new ReadOnlySpan<byte>(other.Address, _size).CopyTo(new Span<byte>(Address, _size));
}
