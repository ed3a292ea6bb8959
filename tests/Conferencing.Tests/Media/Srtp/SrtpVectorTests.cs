using System.Runtime.Intrinsics;
using Conferencing.Media.Srtp;

namespace Conferencing.Tests.Media.Srtp;

/// <summary>The arithmetic against published vectors: RFC 3711 B, RFC 6188 7, RFC 7714 16 and 17, and libsrtp's self-test.</summary>
public sealed class SrtpVectorTests
{
    private const string Key128 = "000102030405060708090a0b0c0d0e0f";
    private const string Key256 = Key128 + "101112131415161718191a1b1c1d1e1f";
    private const string QuidProQuo = "51756964 2070726f 2071756f";

    private const string GalliaEst = "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573";
    private const string Mars = "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef";

    [Theory]
    [InlineData("2B7E151628AED2A6ABF7158809CF4F3C", "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0", "EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE6A2CC3787889374FBEB4C81B17BA6C44", false)]
    [InlineData("2B7E151628AED2A6ABF7158809CF4F3C", "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0", "EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE6A2CC3787889374FBEB4C81B17BA6C44", true)]
    [InlineData("57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98", "92bdd28a93c3f52511c677d08b5515a49da71b2378a854f67050756ded165bac63c4868b7096d88421b563b8c94c9a31", "cea518c90fd91ced9cbb18c078a547113dbc4814f4da5f00a08772b63c6a046d6eb246913062a16891433e97dd01a57f", false)]
    [InlineData("57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98", "92bdd28a93c3f52511c677d08b5515a49da71b2378a854f67050756ded165bac63c4868b7096d88421b563b8c94c9a31", "cea518c90fd91ced9cbb18c078a547113dbc4814f4da5f00a08772b63c6a046d6eb246913062a16891433e97dd01a57f", true)]
    public void The_key_stream_is_that_of_the_rfcs(string key, string first, string last, bool portable)
    {
        using var aes = new AesCounter(Hex(key), portable);
        var stream = new byte[65_282 * 16];

        aes.Xor(Vector128.Create<byte>(Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000")), stream, stream);

        Assert.Equal(Hex(first), stream[..48]);
        Assert.Equal(Hex(last), stream[^48..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(161)]
    [InlineData(1188)]
    public void Both_ways_of_aes_agree_at_every_length(int length)
    {
        var random = new Random(length);
        var (key, counter, text) = (Bytes(random, 32), Bytes(random, 16), Bytes(random, length));
        using var accelerated = new AesCounter(key);
        using var portable = new AesCounter(key, portable: true);
        var (one, other) = (new byte[length], new byte[length]);

        accelerated.Xor(Vector128.Create<byte>(counter), text, one);
        portable.Xor(Vector128.Create<byte>(counter), text, other);

        Assert.Equal(one, other);
    }

    [Theory]
    [InlineData("E1F97A0D3E018BE0D64FA32C06DE4139", "0EC675AD498AFEEBB6960B3AABE6", 0, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData("E1F97A0D3E018BE0D64FA32C06DE4139", "0EC675AD498AFEEBB6960B3AABE6", 2, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData("E1F97A0D3E018BE0D64FA32C06DE4139", "0EC675AD498AFEEBB6960B3AABE6", 1, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2")]
    [InlineData("f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6", "3b04803de51ee7c96423ab5b78d2", 0, "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4")]
    [InlineData("f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6", "3b04803de51ee7c96423ab5b78d2", 2, "fa31791685ca444a9e07c6c64e93")]
    [InlineData("f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6", "3b04803de51ee7c96423ab5b78d2", 1, "fd9c32d39ed5fbb5a9dc96b30818454d1313dc05")]
    [InlineData(Key128, "a0a1a2a3a4a5a6a7a8a9aaab", 0, "077c6143cb221bc355ff23d5f984a16e")]
    [InlineData(Key128, "a0a1a2a3a4a5a6a7a8a9aaab", 5, "fcca937b9112a500dac72269")]
    [InlineData(Key256, "a0a1a2a3a4a5a6a7a8a9aaab", 3, "3c90f52a0a13ff8a853397cadc245b9eac76b36edb4a6062bf624aa1174eebf2")]
    public void Session_keys_are_those_of_the_rfcs(string key, string salt, int use, string derived) =>
        Assert.Equal(Hex(derived), SrtpKeyDerivation.Derive(Hex(key), Hex(salt), (SrtpKeyUse)use, Hex(derived).Length));

    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6", "4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb")]
    [InlineData(SrtpSuite.AesCm256HmacSha1Tag80, "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6 3b04803de51ee7c96423ab5b78d2", "f1d9de17 ff251ff1 aa007774 b0b4b40d a08d9d9a 5b3a55d8 873b")]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag32, "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6", "4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc")]
    public void A_packet_in_counter_mode_is_sealed_as_by_libsrtp_and_opened(SrtpSuite suite, string material, string expected)
    {
        var key = new SrtpKey(suite, Hex(material));
        using var sender = new SrtpSender(key);
        using var receiver = new SrtpReceiver(key);
        var plain = Hex("800f1234 decafbad cafebabe abababab abababab abababab abababab");
        var datagram = new byte[plain.Length + SrtpSender.MaxOverhead];
        plain.CopyTo(datagram, 0);

        int length = sender.SealRtp(datagram, plain.Length);

        Assert.Equal(plain[..12].Concat(Hex(expected)), datagram[..length]);
        Assert.Null(receiver.OpenRtp(datagram.AsSpan(0, length), out var opened));
        Assert.Equal(plain, opened.ToArray());
    }

    [Fact]
    public void Rtcp_in_counter_mode_is_sealed_as_by_libsrtp_and_opened()
    {
        var key = new SrtpKey(SrtpSuite.AesCm128HmacSha1Tag32, Hex("E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6"));
        using var sender = new SrtpSender(key);
        using var receiver = new SrtpReceiver(key);
        var plain = Hex("81c8000b cafebabe abababab abababab abababab abababab");
        var datagram = new byte[plain.Length + SrtpSender.MaxOverhead];
        plain.CopyTo(datagram, 0);
        sender.SealRtcp(datagram, plain.Length);
        plain.CopyTo(datagram, 0);

        int length = sender.SealRtcp(datagram, plain.Length); // index 1, as in the vector; the tag has 80 bits in both suites

        Assert.Equal(Hex("81c8000b cafebabe 7128035b e487b9bd bef89041 f977a5a8 80000001 993e08cd 54d6c123 0798"), datagram[..length]);
        Assert.Null(receiver.OpenRtcp(datagram.AsSpan(0, length), out var opened));
        Assert.Equal(plain, opened.ToArray());
    }

    [Theory]
    [InlineData(Key128, "f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833", "899d7f27 beb16a91 52cf765e e4390cce")]
    [InlineData(Key256, "32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b", "7aa3db36 dfffd6b0 f9bb7878 d7a76c13")]
    public void An_rtp_packet_under_gcm_is_that_of_the_rfc(string key, string body, string tag) =>
        SealsAndOpens(key, isRtcp: false, GalliaEst, 12, new PacketPosition(0x5501a0b2, 0xf17b), 0, body, tag);

    [Theory]
    [InlineData(Key128, "63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b", "c84aa458 96cf4d2f c5abf872 45d9eade")]
    [InlineData(Key256, "d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be 8415f658 c61de047 6f1b6fad", "1d1eb30c 4446839f 57ff6f6c b26ac3be")]
    public void Rtcp_under_gcm_is_that_of_the_rfc(string key, string body, string tag) =>
        SealsAndOpens(key, isRtcp: true, Mars, 8, new PacketPosition(0x4d617273, 0x5d4), 0x800005d4, body, tag);

    [Theory]
    [InlineData(Key128, "841dd968 3dd78ec9 2ae58790 125f62b3")]
    [InlineData(Key256, "91db4afb feee5a97 8fab4393 ed2615fe")]
    public void Rtcp_under_gcm_may_be_authenticated_only(string key, string tag) =>
        SealsAndOpens(key, isRtcp: true, Mars, Hex(Mars).Length, new PacketPosition(0x4d617273, 0x5d4), 0x5d4, "", tag);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Our_gcm_and_the_platforms_agree_on_everything(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 300; round++)
        {
            bool isRtcp = random.Next(2) == 0;
            var (key, salt, packet) = (Bytes(random, random.Next(2) == 0 ? 16 : 32), Bytes(random, 12), Bytes(random, random.Next(12, 1300)));
            var position = new PacketPosition((uint)random.NextInt64(1L << 32), (ulong)random.NextInt64(1L << 48));
            int clear = random.Next(12, packet.Length + 1);
            uint word = (uint)random.NextInt64(1L << 32);
            using var ours = new GcmCipher(key, salt, isRtcp);
            using var platform = new PlatformGcmCipher(key, salt, isRtcp);
            var (one, other, tag, otherTag) = (packet.ToArray(), packet.ToArray(), new byte[16], new byte[16]);

            ours.Seal(one, clear, position, word, tag);
            platform.Seal(other, clear, position, word, otherTag);

            Assert.Equal(other, one);
            Assert.Equal(otherTag, tag);
            var (opened, openedByPlatform) = (new byte[packet.Length], new byte[packet.Length]);
            Assert.True(ours.TryOpen(one, clear, position, word, tag, opened));
            Assert.True(platform.TryOpen(one, clear, position, word, tag, openedByPlatform));
            Assert.Equal(packet, opened);
            Assert.Equal(packet, openedByPlatform);
            tag[random.Next(16)] ^= (byte)(1 << random.Next(8));
            Assert.False(ours.TryOpen(one, clear, position, word, tag, opened));
            Assert.False(platform.TryOpen(one, clear, position, word, tag, opened));
        }
    }

    private static void SealsAndOpens(string key, bool isRtcp, string packet, int clear, PacketPosition position, uint word, string body, string tag)
    {
        PacketCipher[] ciphers = [new GcmCipher(Hex(key), Hex(QuidProQuo), isRtcp), new PlatformGcmCipher(Hex(key), Hex(QuidProQuo), isRtcp)];
        foreach (var cipher in ciphers)
        {
            var (sealedPacket, sealedTag, opened) = (Hex(packet), new byte[16], new byte[Hex(packet).Length]);
            cipher.Seal(sealedPacket, clear, position, word, sealedTag);
            Assert.Equal(Hex(packet)[..clear].Concat(Hex(body)), sealedPacket);
            Assert.Equal(Hex(tag), sealedTag);
            Assert.True(cipher.TryOpen(sealedPacket, clear, position, word, sealedTag, opened));
            Assert.Equal(Hex(packet), opened);
            cipher.Dispose();
        }
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
