using System.Net;
using Conferencing.RoomSimulator;
using Conferencing.RoomSimulator.Load;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.RoomSimulator;

public sealed class GeneratorLineTests
{
    [Fact]
    public void Everything_about_a_load_is_said_on_the_line()
    {
        var options = GeneratorLine.Parse(
        [
            "--bridge", "127.0.0.1:5060", "--count", "100", "--conferences", "10", "--talkers", "1", "--codec", "opus", "--dtx", "--srtp", "AEAD_AES_128_GCM",
            "--loss", "2.5", "--jitter", "40", "--drift", "200", "--ip6", "--seconds", "7", "--pid", "42", "--noise", "55", "--stall", "500",
        ]);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5060), options.Bridge);
        Assert.Equal((100, 10, 1), (options.Rooms, options.Conferences, options.Talkers));
        Assert.Equal(("opus", true, CryptoSuite.AeadAes128Gcm), (options.Codec.Name, options.LeavesSilenceOut, options.Suite));
        Assert.Equal((2.5, 40, 200, -55), (options.LossPercent, options.JitterMs, options.DriftPpm, options.NoiseDbov));
        Assert.Equal((true, 7, 42, 500), (options.IsIp6, options.Seconds, options.ProcessId, options.StallMs));
    }

    [Theory]
    [InlineData("--count", "5")]
    [InlineData("--bridge", "127.0.0.1")]
    [InlineData("--bridge", "127.0.0.1:5060", "--dests", "file")]
    [InlineData("--dests", "file", "--srtp", "AEAD_AES_128_GCM")]
    [InlineData("--bridge", "127.0.0.1:5060", "--codec", "mp3")]
    [InlineData("--bridge", "127.0.0.1:5060", "--srtp", "ROT13")]
    [InlineData("--bridge", "127.0.0.1:5060", "--count", "0")]
    [InlineData("--bridge", "127.0.0.1:5060", "--count", "2.5")]
    [InlineData("--bridge", "127.0.0.1:5060", "--count", "1000000")]
    [InlineData("--bridge", "127.0.0.1:5060", "--stall", "500")]
    [InlineData("--bridge", "127.0.0.1:5060", "--metrics", "metrics")]
    [InlineData("--bridge", "127.0.0.1:5060", "--colour", "red")]
    public void What_makes_no_sense_is_told(params string[] arguments) =>
        Assert.Throws<CommandLineException>(() => GeneratorLine.Parse(arguments));

    [Fact]
    public void A_list_names_a_destination_for_every_room()
    {
        var destinations = Destinations.Read(["# rooms", "127.0.0.1 4000 8", "", " ::1 4002  111 ", "127.0.0.1 4004 0"], 2);

        Assert.Equal([8, 111], destinations.Select(one => (int)one.PayloadType));
        Assert.Equal(["127.0.0.1:4000", "[::1]:4002"], destinations.Select(one => one.Address.ToString()));
    }

    [Theory]
    [InlineData("127.0.0.1 4000")]
    [InlineData("nowhere 4000 8")]
    [InlineData("127.0.0.1 0 8")]
    [InlineData("127.0.0.1 4000 128")]
    [InlineData("")]
    public void A_list_that_is_none_is_told(string line) => Assert.Throws<CommandLineException>(() => Destinations.Read([line], 1));
}
