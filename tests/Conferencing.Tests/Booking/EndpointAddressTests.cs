using Conferencing.Booking;

namespace Conferencing.Tests.Booking;

public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("sip:room01@127.0.0.1:7101", null)]
    [InlineData("sip:10.1.2.3", null)]
    [InlineData("SIP:phonghop@sonoivu.khanhhoa.gov.vn", null)]
    [InlineData("sip:r@[2001:db8::1]:5060", null)]
    [InlineData("sip:r@host;transport=tcp", null)]
    [InlineData("sip:r@host:5061;transport=TLS", null)]
    [InlineData("sip:r@host;transport=udp;lr", null)]
    [InlineData("sips:r@host", null)]
    [InlineData("sips:r@host;transport=tcp", null)]
    [InlineData("sips:r@host;transport=udp", "addressTransport")]
    [InlineData("sip:r@host;transport=sctp", "addressTransport")]
    [InlineData("sip:r@host;transport=", "addressTransport")]
    [InlineData("sips:", "addressMalformed")]
    [InlineData(null, "addressMissing")]
    [InlineData(" ", "addressMissing")]
    [InlineData("room01@127.0.0.1", "addressScheme")]
    [InlineData("tel:+84258", "addressScheme")]
    [InlineData("sip:", "addressMalformed")]
    [InlineData("sip:@host", "addressMalformed")]
    [InlineData("sip:a@", "addressMalformed")]
    [InlineData("sip:a@host:0", "addressMalformed")]
    [InlineData("sip:a@host:65536", "addressMalformed")]
    [InlineData("sip:a:secret@host", "addressMalformed")]
    [InlineData("sip:a@host\r\nVia: x", "addressMalformed")]
    [InlineData("sip:a@host?Subject=x", "addressMalformed")]
    [InlineData("sip:phòng@host", "addressMalformed")]
    [InlineData("sip:a@h_st", "addressMalformed")]
    public void Check_WhatPeopleType(string? address, string? code) => Assert.Equal(code, EndpointAddress.Check(address));

    [Fact]
    public void Check_TooLong() => Assert.Equal("addressTooLong", EndpointAddress.Check("sip:" + new string('a', 200) + "@host"));
}
