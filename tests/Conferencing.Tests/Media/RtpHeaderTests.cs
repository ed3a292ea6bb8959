using Conferencing.Media;
using Conferencing.Media.Rtp;

namespace Conferencing.Tests.Media;

public sealed class RtpHeaderTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var datagram = new byte[100];
        int length = RtpPacket.Write(datagram, 8, true, 65535, 0xFEDCBA98, 0x01020304, [1, 2, 3]);
        Assert.Equal(15, length);
        Assert.True(RtpHeader.TryParse(datagram.AsSpan(0, length), out var header));
        Assert.Equal(
            new RtpHeader
            {
                Marker = true,
                PayloadType = 8,
                SequenceNumber = 65535,
                Timestamp = 0xFEDCBA98,
                Ssrc = 0x01020304,
                PayloadOffset = 12,
                PayloadLength = 3,
            },
            header);
    }

    [Theory]
    // plain | one CSRC | extension of one word | padding of 2 | all three
    [InlineData("8008000100000000000000aa 0102", 12, 2)]
    [InlineData("8108000100000000000000aa 11111111 01", 16, 1)]
    [InlineData("9008000100000000000000aa bede0001 11111111 01", 20, 1)]
    [InlineData("a008000100000000000000aa 01 0002", 12, 1)]
    [InlineData("b108000100000000000000aa 11111111 bede0000 01 01", 20, 1)]
    [InlineData("8008000100000000000000aa", 12, 0)]
    public void The_payload_is_found(string hex, int offset, int length)
    {
        Assert.True(RtpHeader.TryParse(Bytes(hex), out var header));
        Assert.Equal((offset, length), (header.PayloadOffset, header.PayloadLength));
    }

    [Theory]
    // too short | version 1 | CSRCs beyond the end | extension header cut | extension beyond the end | padding 0 | padding too long
    [InlineData("8008000100000000000000")]
    [InlineData("4008000100000000000000aa")]
    [InlineData("8f08000100000000000000aa 11111111")]
    [InlineData("9008000100000000000000aa bede")]
    [InlineData("9008000100000000000000aa bede0002 11111111")]
    [InlineData("a008000100000000000000aa 0100")]
    [InlineData("a008000100000000000000aa 0103")]
    [InlineData("a008000100000000000000aa")]
    public void What_does_not_fit_is_refused(string hex) => Assert.False(RtpHeader.TryParse(Bytes(hex), out _));

    [Theory]
    [InlineData("", MediaKind.Other)]
    [InlineData("80", MediaKind.Other)]
    [InlineData("0001", MediaKind.Other)]
    [InlineData("16fe", MediaKind.Other)]
    [InlineData("c0c8", MediaKind.Other)]
    [InlineData("8008", MediaKind.Rtp)]
    [InlineData("8088", MediaKind.Rtp)]
    [InlineData("80bf", MediaKind.Rtp)]
    [InlineData("80c0", MediaKind.Rtcp)]
    [InlineData("81c8", MediaKind.Rtcp)]
    [InlineData("80df", MediaKind.Rtcp)]
    [InlineData("80e0", MediaKind.Rtp)]
    public void Two_bytes_tell_rtp_from_rtcp(string hex, MediaKind kind) => Assert.Equal(kind, MediaPath.Classify(Bytes(hex)));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
