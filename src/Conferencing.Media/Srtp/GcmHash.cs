using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace Conferencing.Media.Srtp;

/// <summary>
/// GHASH (NIST SP 800-38D 6.4) by carry-less multiplication, four blocks to a reduction. A value that is fed; only where the
/// processor has the instruction.
/// </summary>
/// <remarks>
/// Blocks are turned into numbers with their bytes reversed, so that products come out shifted by one bit: the reduction puts that right.
/// </remarks>
internal readonly struct GcmHash
{
    private const int BlockSize = 16;

    private readonly Vector128<ulong> _h1;
    private readonly Vector128<ulong> _h2;
    private readonly Vector128<ulong> _h3;
    private readonly Vector128<ulong> _h4;

    /// <param name="key">H: the block of zeros, encrypted.</param>
    public GcmHash(Vector128<byte> key)
    {
        _h1 = Number(key);
        _h2 = Multiply(_h1, _h1);
        _h3 = Multiply(_h2, _h1);
        _h4 = Multiply(_h3, _h1);
    }

    public static bool IsSupported => Pclmulqdq.IsSupported || ArmAes.IsSupported;

    /// <summary>The hash of associated and encrypted bytes, each filled up with zeros, and of their lengths.</summary>
    public Vector128<byte> Of(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> encrypted)
    {
        var state = Add(Vector128<ulong>.Zero, associated);
        state = Add(state, encrypted);
        var lengths = Vector128.Create((ulong)encrypted.Length * 8, (ulong)associated.Length * 8);
        return Block(Multiply(state ^ lengths, _h1));
    }

    private Vector128<ulong> Add(Vector128<ulong> state, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 4 * BlockSize; bytes = bytes[(4 * BlockSize)..])
        {
            var product = default(Product);
            product.Add(state ^ Load(bytes), _h4);
            product.Add(Load(bytes[BlockSize..]), _h3);
            product.Add(Load(bytes[(2 * BlockSize)..]), _h2);
            product.Add(Load(bytes[(3 * BlockSize)..]), _h1);
            state = product.Reduce();
        }

        for (; bytes.Length >= BlockSize; bytes = bytes[BlockSize..])
            state = Multiply(state ^ Load(bytes), _h1);
        if (bytes.IsEmpty)
            return state;
        Span<byte> last = stackalloc byte[BlockSize];
        last.Clear();
        bytes.CopyTo(last);
        return Multiply(state ^ Load(last), _h1);
    }

    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b)
    {
        var product = default(Product);
        product.Add(a, b);
        return product.Reduce();
    }

    private static Vector128<ulong> Load(ReadOnlySpan<byte> bytes) => Number(Vector128.Create(bytes));

    private static Vector128<ulong> Number(Vector128<byte> block) => Block(block.AsUInt64()).AsUInt64();

    /// <summary>All 16 bytes the other way round.</summary>
    private static Vector128<byte> Block(Vector128<ulong> number) => Vector128.Create(
        BinaryPrimitives.ReverseEndianness(number[1]), BinaryPrimitives.ReverseEndianness(number[0])).AsByte();

    /// <summary>A sum of 256-bit products that is reduced once.</summary>
    private struct Product
    {
        private Vector128<ulong> _low;
        private Vector128<ulong> _middle;
        private Vector128<ulong> _high;

        public void Add(Vector128<ulong> a, Vector128<ulong> b)
        {
            if (Pclmulqdq.IsSupported)
            {
                _low ^= Pclmulqdq.CarrylessMultiply(a, b, 0x00);
                _middle ^= Pclmulqdq.CarrylessMultiply(a, b, 0x01) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x10);
                _high ^= Pclmulqdq.CarrylessMultiply(a, b, 0x11);
            }
            else
            {
                _low ^= ArmAes.PolynomialMultiplyWideningLower(a.GetLower(), b.GetLower());
                _middle ^= ArmAes.PolynomialMultiplyWideningLower(a.GetLower(), b.GetUpper())
                    ^ ArmAes.PolynomialMultiplyWideningLower(a.GetUpper(), b.GetLower());
                _high ^= ArmAes.PolynomialMultiplyWideningUpper(a, b);
            }
        }

        /// <summary>One bit to the left, then modulo x^128 + x^7 + x^2 + x + 1 with its bits reversed.</summary>
        public readonly Vector128<ulong> Reduce()
        {
            var (p0, p1, p2, p3) = (_low[0], _low[1] ^ _middle[0], _high[0] ^ _middle[1], _high[1]);
            var (x0, x1, x2, x3) = (p0 << 1, p1 << 1 | p0 >> 63, p2 << 1 | p1 >> 63, p3 << 1 | p2 >> 63);
            x1 ^= x0 << 63 ^ x0 << 62 ^ x0 << 57;
            x2 ^= x0 ^ (x0 >> 1 | x1 << 63) ^ (x0 >> 2 | x1 << 62) ^ (x0 >> 7 | x1 << 57);
            x3 ^= x1 ^ x1 >> 1 ^ x1 >> 2 ^ x1 >> 7;
            return Vector128.Create(x2, x3);
        }
    }
}
