using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Conferencing.Bridge.Rtp;
using Conferencing.Media;
using Conferencing.Media.Rtp.Rtcp;
using Conferencing.Media.Srtp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Rtp;

/// <summary>The media plane over loopback sockets, with rooms that know nothing of its code but the packet formats.</summary>
public sealed class MediaPlaneTests : IDisposable
{
    private readonly ConcurrentQueue<(Guid Conference, MediaEvent Event)> _events = new();
    private readonly MediaPlane _plane;
    private readonly List<LoopbackRoom> _rooms = [];

    public MediaPlaneTests() => _plane = new MediaPlane(
        new MediaPlaneOptions { Bind = IPAddress.Loopback, Bind6 = IPAddress.IPv6Loopback, FirstPort = 22101, LastPort = 22999, Loops = 1 },
        (conference, told) => _events.Enqueue((conference, told)),
        NullLogger.Instance);

    public void Dispose()
    {
        foreach (var room in _rooms)
            room.Dispose();
        _plane.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1", "::1")]
    [InlineData("::1", "127.0.0.1", "::1")]
    public void Three_rooms_hear_each_other_and_strangers_are_not_heard(params string[] addresses)
    {
        var conference = _plane.Open(Guid.NewGuid());
        Assert.Equal(0, conference.RtpPort % 2);
        Assert.Equal(conference.RtpPort + 1, conference.RtcpPort);
        for (int number = 1; number <= 3; number++)
            Join(conference, number, loopback: IPAddress.Parse(addresses[number - 1])).Start();
        WaitFor(() => _rooms.All(room => room.Heard.Length > 8000));

        var strange = IPAddress.Parse(addresses[0]);
        using var stranger = new Socket(strange.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        for (int number = 0; number < 50; number++)
        {
            stranger.SendTo(LoopbackRoom.Packet(number, 2000, 1), new IPEndPoint(strange, conference.RtpPort));
            stranger.SendTo(LoopbackRoom.Packet(number, 2000, 1), new IPEndPoint(strange, conference.RtcpPort));
            Thread.Sleep(10);
        }

        WaitFor(() => _rooms.All(room => room.Heard.Length > 24_000));
        WaitFor(() => _rooms.All(room => room.RtcpHeard > 0));
        foreach (var listener in _rooms)
        {
            var heard = listener.Heard.AsSpan(8000);
            foreach (var talker in _rooms.Where(room => room != listener))
                Assert.InRange(Tone(heard, talker.FrequencyHz), 1500, 3500);
            Assert.InRange(Tone(heard, listener.FrequencyHz), 0, 300);
            Assert.InRange(Tone(heard, 2000), 0, 300);
        }

        var health = _plane.Health;
        Assert.Equal(100, health.Refusals["UnknownSource"]);
        Assert.True(health.PacketsReceived > 300);
        Assert.True(health.PacketsSent > 300);
        Assert.True(health.WorstTickLateness > TimeSpan.Zero);
        WaitFor(() => _events.Any(item => item.Event is MediaEvent.Report { Leg.PacketsReceived: > 0 }));
    }

    /// <summary>Another host claims terrible loss of our stream, and that the room's own has ended, at both ports.</summary>
    [Fact]
    public void Reports_of_strangers_are_not_obeyed()
    {
        var conference = _plane.Open(Guid.NewGuid());
        var room = Join(conference, 1);
        room.Start();
        WaitFor(() => _events.Any(item => item.Event is MediaEvent.Report { Leg.PacketsReceived: > 10 }));
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        stranger.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        byte[] forged = new byte[100];
        int length = new ReceiverReport { Ssrc = 1 }.Write(forged, new ReportBlock { Ssrc = room.Settings.Ssrc, FractionLost = 200, Jitter = 8000 });
        length += Goodbye.Write(forged.AsSpan(length), 1);
        for (int number = 0; number < 50; number++)
        {
            stranger.SendTo(forged.AsSpan(0, length), new IPEndPoint(IPAddress.Loopback, conference.RtcpPort));
            stranger.SendTo(forged.AsSpan(0, length), new IPEndPoint(IPAddress.Loopback, conference.RtpPort));
        }

        WaitFor(() => _plane.Health.Refusals.GetValueOrDefault("UnknownSource") == 100);
        _events.Clear();
        WaitFor(() => _events.Count(item => item.Event is MediaEvent.Report) >= 2);
        Assert.All(_events.Select(item => item.Event).OfType<MediaEvent.Report>(), report => Assert.True(report.Leg.SentLossPercent is null or < 1));
        Assert.DoesNotContain(_events, item => item.Event is MediaEvent.Lost);

        // The same from the room itself is believed: the figures are those of its report.
        room.SendRtcp(forged.AsSpan(0, length).ToArray(), conference.RtcpPort);
        WaitFor(() => _events.Any(item => item.Event is MediaEvent.Report { Leg.SentLossPercent: > 70 }));
    }

    [Fact]
    public void Closing_says_goodbye_and_forgets_the_rooms()
    {
        var conference = _plane.Open(Guid.NewGuid());
        var room = Join(conference, 1);
        room.Start();
        WaitFor(() => room.Heard.Length > 0);

        conference.Close();
        WaitFor(() => room.Goodbyes == 1);
        WaitFor(() => _plane.Health.Refusals.GetValueOrDefault("UnknownSource") > 0);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_room_that_sends_from_another_port_than_it_said_is_believed_while_it_is_the_only_one(string address)
    {
        var host = IPAddress.Parse(address);
        var conference = _plane.Open(Guid.NewGuid());
        var translated = Join(conference, 1, rtp: new IPEndPoint(host, 9), host);
        translated.Start();
        WaitFor(() => translated.Heard.Length > 0);

        // A session refresh says the same again.
        conference.Expect(translated.Leg, new IPEndPoint(host, 9), translated.Rtcp);
        int heard = translated.Heard.Length;
        WaitFor(() => translated.Heard.Length > heard + 4000);

        // Two that have not been heard: which of them would it be?
        Join(conference, 2, rtp: new IPEndPoint(host, 11), host);
        var ambiguous = Join(conference, 3, rtp: new IPEndPoint(host, 13), host);
        ambiguous.Start();
        WaitFor(() => _plane.Health.Refusals.GetValueOrDefault("UnknownSource") > 10);
        Assert.Empty(ambiguous.Heard);
    }

    [Fact]
    public void An_encrypted_room_is_latched_by_its_own_packets_only()
    {
        var conference = _plane.Open(Guid.NewGuid());
        var room = new LoopbackRoom(1, conference.RtpPort);
        _rooms.Add(room);
        room.Protect(SrtpSuite.AeadAes128Gcm);
        conference.Expect(room.Leg, new IPEndPoint(IPAddress.Loopback, 9), room.Rtcp);
        conference.Post(new MediaCommand.AddLeg(room.Leg, room.Settings, Muted: false));

        // From the room's own host and in its format, which is all that a plain call can ask for.
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int number = 0; number < 20; number++)
            stranger.SendTo(LoopbackRoom.Packet(number, 2000, 1), new IPEndPoint(IPAddress.Loopback, conference.RtpPort));
        WaitFor(() => _plane.Health.Refusals.GetValueOrDefault("NotAuthentic") == 20);
        Assert.Equal(0, stranger.Available);

        room.Start();
        WaitFor(() => room.Heard.Length > 4000);
        WaitFor(() => room.RtcpHeard > 0);
        Assert.Equal(0, stranger.Available);
        Assert.Equal(20, _plane.Health.Refusals["NotAuthentic"]);
    }

    [Fact]
    public void Rtcp_comes_to_the_rtp_port_of_a_room_that_muxes()
    {
        var conference = _plane.Open(Guid.NewGuid());
        var room = new LoopbackRoom(1, conference.RtpPort);
        _rooms.Add(room);
        conference.Expect(room.Leg, room.Rtp, room.Rtp);
        conference.Post(new MediaCommand.AddLeg(room.Leg, room.Settings, Muted: false));
        WaitFor(() => room.RtcpHeard > 0);
    }

    [Fact]
    public void A_fault_in_one_conference_is_told_and_its_neighbour_goes_on()
    {
        var broken = _plane.Open(Guid.NewGuid());
        var sound = Guid.NewGuid();
        var neighbour = _plane.Open(sound);
        var room = Join(neighbour, 1);
        room.Start();
        var lost = Join(broken, 2);

        // A number used twice is a fault of whoever directs the conference.
        broken.Post(new MediaCommand.AddLeg(lost.Leg, lost.Settings, Muted: false));
        WaitFor(() => _events.Any(item => item.Event is MediaEvent.Faulted));
        Assert.NotEqual(sound, _events.Single(item => item.Event is MediaEvent.Faulted).Conference);

        int heard = room.Heard.Length;
        WaitFor(() => room.Heard.Length > heard + 4000);
        broken.Post(new MediaCommand.RemoveLeg(lost.Leg));
        WaitFor(() => _plane.Health.Refusals.GetValueOrDefault("ConferenceGone") == 1);
    }

    [Fact]
    public void A_leg_of_a_family_that_is_not_spoken_is_sent_nothing_and_counted()
    {
        using var plane = new MediaPlane(
            new MediaPlaneOptions { Bind = IPAddress.Loopback, FirstPort = 22101, LastPort = 22999, Loops = 1 }, (_, _) => { }, NullLogger.Instance);
        var conference = plane.Open(Guid.NewGuid());
        var room = new LoopbackRoom(1, conference.RtpPort, IPAddress.IPv6Loopback);
        _rooms.Add(room);
        conference.Expect(room.Leg, room.Rtp, room.Rtcp);
        conference.Post(new MediaCommand.AddLeg(room.Leg, room.Settings, Muted: false));
        WaitFor(() => plane.Health.Refusals.GetValueOrDefault("NoFamily") > 5);
        Assert.Empty(room.Heard);
    }

    [Fact]
    public void Ports_that_are_taken_are_passed_over_and_none_left_is_an_error()
    {
        var conference = _plane.Open(Guid.NewGuid());
        var options = new MediaPlaneOptions { Bind = IPAddress.Loopback, FirstPort = conference.RtpPort, LastPort = 22999, Loops = 1 };
        using (var second = new MediaPlane(options, (_, _) => { }, NullLogger.Instance))
            Assert.True(second.Open(Guid.NewGuid()).RtpPort > conference.RtpPort);

        // One family is enough to pass a pair over.
        using (var second = new MediaPlane(options with { Bind = IPAddress.IPv6Loopback }, (_, _) => { }, NullLogger.Instance))
            Assert.True(second.Open(Guid.NewGuid()).RtpPort > conference.RtpPort);

        options = options with { LastPort = conference.RtpPort + 1 };
        var error = Assert.Throws<SocketException>(() => new MediaPlane(options, (_, _) => { }, NullLogger.Instance));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    private LoopbackRoom Join(ConferenceMedia conference, int number, IPEndPoint? rtp = null, IPAddress? loopback = null)
    {
        var room = new LoopbackRoom(number, conference.RtpPort, loopback);
        _rooms.Add(room);
        conference.Expect(room.Leg, rtp ?? room.Rtp, room.Rtcp);
        conference.Post(new MediaCommand.AddLeg(room.Leg, room.Settings, Muted: false));
        return room;
    }

    private static void WaitFor(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "It did not happen within 20 s.");
            Thread.Sleep(10);
        }
    }

    /// <summary>Amplitude of a tone, over windows of 100 ms.</summary>
    private static double Tone(ReadOnlySpan<short> samples, double frequencyHz)
    {
        double power = 0;
        int windows = samples.Length / 800;
        for (int window = 0; window < windows; window++)
        {
            double re = 0;
            double im = 0;
            for (int i = 0; i < 800; i++)
            {
                double angle = 2 * Math.PI * frequencyHz * i / 8000;
                double hann = 1 - Math.Cos(2 * Math.PI * (i + 0.5) / 800);
                re += samples[(window * 800) + i] * hann * Math.Cos(angle);
                im += samples[(window * 800) + i] * hann * Math.Sin(angle);
            }

            power += ((re * re) + (im * im)) / (400.0 * 400.0);
        }

        return Math.Sqrt(power / Math.Max(1, windows));
    }
}
