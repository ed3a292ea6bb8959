using System.Net;
using Conferencing.Bridge.Rtp;
using Conferencing.Media;
using Conferencing.Media.Audio;

namespace Conferencing.Bridge.Tests.Rtp;

/// <summary>Whose packet is it, by the address it came from: several rooms of one host, of either family.</summary>
public sealed class SourceTableTests
{
    private static readonly byte[] Sound = LoopbackRoom.Packet(1, 500, 1);
    private static readonly byte[] Report = [0x80, 201, 0, 1, 0, 0, 0, 1];
    private readonly SourceTable _table = new();

    /// <summary>The first packet of the second room is heard before its SDP tells of it, while the first room is still silent.</summary>
    [Theory]
    [InlineData("192.0.2.9")]
    [InlineData("2001:db8::9")]
    public void A_wrong_guess_gives_way_to_the_room_whose_address_it_is(string host)
    {
        var (first, second) = (NewRoute(1), NewRoute(2));
        Expect(first, host, 4000);
        Assert.Same(first, Hear(host, 5000)); // nobody else can be meant
        Assert.Null(Hear(host, 4000)); // the first has been heard elsewhere

        Expect(second, host, 5000);
        Assert.Same(second, Hear(host, 5000));
        Assert.Same(first, Hear(host, 4000));
        Assert.Equal((At(host, 4000), At(host, 4001)), (first.Rtp, first.Rtcp));
        Assert.Equal((At(host, 5000), At(host, 5001)), (second.Rtp, second.Rtcp));
    }

    [Fact]
    public void The_same_for_its_reports()
    {
        var (first, second) = (NewRoute(1), NewRoute(2));
        Expect(first, "192.0.2.9", 4000);
        Assert.Same(first, HearReport("192.0.2.9", 5001));
        Expect(second, "192.0.2.9", 5000);
        Assert.Same(second, HearReport("192.0.2.9", 5001));
        Assert.Same(first, HearReport("192.0.2.9", 4001));
    }

    [Fact]
    public void A_room_that_was_guessed_rightly_stays_where_it_is()
    {
        var (translated, other) = (NewRoute(1), NewRoute(2));
        Expect(translated, "192.0.2.9", 9);
        Assert.Same(translated, Hear("192.0.2.9", 6000));
        Expect(other, "192.0.2.9", 5000);
        Assert.Same(translated, Hear("192.0.2.9", 6000));
        Assert.Same(other, Hear("192.0.2.9", 5000));
        Expect(translated, "192.0.2.9", 9); // a refresh says nothing new
        Assert.Same(translated, Hear("192.0.2.9", 6000));
    }

    [Fact]
    public void A_call_that_takes_the_address_of_one_before_it_gets_its_sound()
    {
        var (old, young) = (NewRoute(1), NewRoute(2));
        Expect(old, "192.0.2.9", 4000);
        Assert.Same(old, Hear("192.0.2.9", 4000));
        Expect(young, "192.0.2.9", 4000);
        Assert.Same(young, Hear("192.0.2.9", 4000));
        _table.Forget(old);
        Assert.Same(young, Hear("192.0.2.9", 4000));
    }

    [Fact]
    public void A_caller_who_is_not_in_takes_nobodys_address_and_gets_it_when_it_is_free()
    {
        var (room, caller, another) = (NewRoute(1), NewRoute(2), NewRoute(4));
        Assert.True(Expect(room, "192.0.2.9", 4000));
        Assert.False(Expect(another, "192.0.2.9", 4000, yields: true)); // not even before the room has been heard
        Assert.False(Expect(caller, "192.0.2.9", 4000, yields: true));
        _table.Forget(another); // sets nothing free
        Assert.Same(room, Hear("192.0.2.9", 4000));
        Assert.Same(room, HearReport("192.0.2.9", 4001));
        Assert.True(caller.Rtp.IsUnspecified);

        _table.Forget(room);
        Assert.Same(caller, Hear("192.0.2.9", 4000));
        Assert.Same(caller, HearReport("192.0.2.9", 4001));
        Assert.True(Expect(NewRoute(3), "192.0.2.9", 4002, yields: true)); // another port of the same host
    }

    [Fact]
    public void A_caller_whose_later_offer_names_anothers_address_stays_where_he_was()
    {
        var (room, caller) = (NewRoute(1), NewRoute(2));
        Expect(room, "192.0.2.9", 4000);
        Expect(caller, "192.0.2.8", 6000, yields: true);
        Assert.Same(caller, Hear("192.0.2.8", 6000));
        Assert.False(Expect(caller, "192.0.2.9", 4000, yields: true));
        Assert.Same(room, Hear("192.0.2.9", 4000));
        Assert.Same(caller, Hear("192.0.2.8", 6000));
    }

    /// <summary>It is behind an address translator, and silent by intent at first (RFC 3389).</summary>
    [Fact]
    public void A_room_that_begins_with_comfort_noise_is_found()
    {
        var room = NewRoute(1);
        Expect(room, "192.0.2.9", 9);
        var noise = LoopbackRoom.Packet(1, 500, 1);
        noise[1] = 13;
        Assert.Same(room, _table.FindRtp(At("192.0.2.9", 6000), noise));
        noise[1] = 14;
        Assert.Null(_table.FindRtp(At("192.0.2.9", 6000), noise));
    }

    [Theory]
    [InlineData("192.0.2.9", "192.0.2.8")]
    [InlineData("2001:db8::9", "2001:db8::8")]
    [InlineData("2001:db8::9", "192.0.2.9")]
    public void Another_host_is_never_believed(string host, string stranger)
    {
        Expect(NewRoute(1), host, 4000);
        Assert.Null(Hear(stranger, 4000));
        Assert.Null(HearReport(stranger, 4001));
    }

    private static UdpAddress At(string host, int port) => UdpAddress.From(new IPEndPoint(IPAddress.Parse(host), port));

    private static Route NewRoute(int leg) => new(new HostedConference(Guid.NewGuid(), new MediaConferenceOptions()), new LegId(leg))
    {
        Settings = new LegSettings
        {
            SendCodec = AudioCodec.Pcma,
            SendPayloadType = 8,
            Receives = [new PayloadFormat(8, AudioCodec.Pcma)],
            Ssrc = 1,
            CanonicalName = "bridge",
        },
    };

    private bool Expect(Route route, string host, int port, bool yields = false) => _table.Expect(route, At(host, port), At(host, port + 1), yields);

    private Route? Hear(string host, int port)
    {
        var route = _table.FindRtp(At(host, port), Sound);
        if (route is not null)
            _table.BelieveRtp(route, At(host, port));
        return route;
    }

    private Route? HearReport(string host, int port)
    {
        var route = _table.FindRtcp(At(host, port), Report);
        if (route is not null)
            _table.BelieveRtcp(route, At(host, port));
        return route;
    }
}
