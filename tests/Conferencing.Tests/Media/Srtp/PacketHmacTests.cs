using System.Buffers.Binary;
using System.Security.Cryptography;
using Conferencing.Media.Srtp;

namespace Conferencing.Tests.Media.Srtp;

public sealed class PacketHmacTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(0)]
    [InlineData(64)]
    public void It_is_the_frameworks_for_every_length_of_a_packet(int keySize)
    {
        var random = new Random(keySize);
        byte[] key = new byte[keySize], data = new byte[2048 + 4], hash = new byte[SHA1.HashSizeInBytes];
        random.NextBytes(key);
        random.NextBytes(data);
        var hmac = new PacketHmac(key);
        foreach (int length in Enumerable.Range(0, 300).Append(1200).Append(2048))
        {
            uint word = (uint)random.NextInt64(1L << 32);
            byte[] whole = [.. data.AsSpan(0, length), 0, 0, 0, 0];
            BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(length), word);
            hmac.Compute(data.AsSpan(0, length), word, hash);

            using var framework = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);
            framework.AppendData(whole);
            Assert.Equal(Convert.ToHexString(framework.GetHashAndReset()), Convert.ToHexString(hash));
        }
    }

    /// <summary>RFC 2202 section 3, case 2, whose last four bytes are the word.</summary>
    [Fact]
    public void It_is_that_of_the_rfc()
    {
        var hash = new byte[SHA1.HashSizeInBytes];
        new PacketHmac("Jefe"u8).Compute("what do ya want for noth"u8, BinaryPrimitives.ReadUInt32BigEndian("ing?"u8), hash);

        Assert.Equal("EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79", Convert.ToHexString(hash));
    }
}
