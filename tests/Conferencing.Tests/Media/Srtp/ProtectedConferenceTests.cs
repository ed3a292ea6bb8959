using Conferencing.Media;
using Conferencing.Media.Srtp;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media.Srtp;

/// <summary>Encrypted and plain rooms in one conference; and that packets which are not authentic are neither heard nor believed.</summary>
public sealed class ProtectedConferenceTests
{
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.02)]
    public void Rooms_of_every_suite_and_plain_ones_hear_each_other(int seed, double loss)
    {
        var simulation = new ConferenceSimulation(seed);
        foreach (var suite in Enum.GetValues<SrtpSuite>())
            simulation.Add(with: room => Protect(room, suite, loss));
        simulation.Add();

        simulation.RunAndListen(2, 4);

        simulation.AssertEverybodyIsHeard(tolerance: 0.1 + (2 * loss), leak: 0.02 + loss);
        Assert.All(simulation.Rooms, room => Assert.True(room.PacketsHeard > 250));
        Assert.All(simulation.Rooms, room => Assert.True(room.RtcpHeard > 0));
        Assert.Equal(0, simulation.Conference.Dropped(DropReason.NotAuthentic));
    }

    [Fact]
    public void A_room_with_a_wrong_key_is_not_heard_and_is_counted()
    {
        var simulation = new ConferenceSimulation(3);
        var stranger = simulation.Add(with: room => Protect(room, SrtpSuite.AesCm128HmacSha1Tag80, 0));
        var listener = simulation.Add();
        var other = new SimulatedRoom(new LegId(99), 500, new Random(99)) { Settings = stranger.Settings };
        other.Protect(SrtpSuite.AesCm128HmacSha1Tag80);
        (stranger.Seal, stranger.IsStranger) = (other.Seal, true);

        simulation.RunAndListen(1, 3);

        Assert.InRange(Goertzel.Amplitude(listener.Heard, stranger.FrequencyHz), 0, 20);
        Assert.InRange(simulation.Conference.Dropped(DropReason.NotAuthentic), 190, 210);
        var report = simulation.Events.OfType<MediaEvent.Report>().Last(told => told.Leg.Leg == stranger.Leg).Leg;
        Assert.Equal(0, report.PacketsReceived);
        Assert.Null(report.RoundTripMs);
    }

    [Fact]
    public void A_room_that_only_sends_what_is_not_authentic_is_lost()
    {
        var simulation = new ConferenceSimulation(4);
        var room = simulation.Add(with: room => Protect(room, SrtpSuite.AeadAes128Gcm, 0));
        room.Seal = null;

        simulation.Run(11);

        Assert.Contains(simulation.Events, told => told is MediaEvent.Lost lost && lost.Leg == room.Leg);
    }

    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag32)]
    [InlineData(SrtpSuite.AeadAes256Gcm)]
    public void Statistics_and_sound_are_the_same_whatever_strangers_send_between(SrtpSuite suite)
    {
        var (quiet, attacked) = (Run(suite, attacked: false), Run(suite, attacked: true));

        Assert.Equal(quiet.Reports, attacked.Reports);
        Assert.Equal(quiet.Heard, attacked.Heard);
        Assert.Equal(0, quiet.Refused);
        Assert.True(attacked.Refused > 500);
    }

    [Fact]
    public void A_replayed_recording_is_not_heard_again()
    {
        var simulation = new ConferenceSimulation(5);
        var room = simulation.Add(with: room => Protect(room, SrtpSuite.AesCm128HmacSha1Tag80, 0));
        var listener = simulation.Add();
        simulation.Run(1);
        var recorded = new List<byte[]>();
        room.SendDue(simulation.NowNs + 2_000_000_000, (datagram, _) => recorded.Add(datagram));
        Assert.Equal(100, recorded.Count);
        foreach (var datagram in recorded)
            Assert.True(simulation.Conference.Receive(datagram, room.Leg, simulation.Now));
        room.Sends = false;
        simulation.Run(3);
        listener.Listen();

        for (int i = 0; i < recorded.Count; i++)
        {
            Assert.False(simulation.Conference.Receive(recorded[i], room.Leg, simulation.Now));
            simulation.Run(0.02);
        }

        Assert.InRange(Goertzel.Amplitude(listener.Heard, room.FrequencyHz), 0, 20);
        Assert.Equal(100, simulation.Conference.Dropped(DropReason.Replayed) + simulation.Conference.Dropped(DropReason.TooOld));
    }

    [Fact]
    public void A_call_becomes_encrypted_and_plain_again_without_a_break()
    {
        var simulation = new ConferenceSimulation(6);
        var room = simulation.Add();
        simulation.Add();
        simulation.Run(1);

        room.Protect(SrtpSuite.AeadAes128Gcm);
        simulation.Change(room, room.Settings);
        simulation.Run(1);
        simulation.Change(room, room.Settings with { MaySend = true, SendPtimeMs = 40 }); // the same keys: the same stream goes on
        simulation.RunAndListen(1, 2);
        simulation.AssertEverybodyIsHeard();

        (room.Seal, room.Opener) = (null, null);
        simulation.Change(room, room.Settings with { Protection = null });
        simulation.RunAndListen(1, 2);
        simulation.AssertEverybodyIsHeard();
    }

    /// <summary>A PBX that plays its own music meanwhile. The room asserts that no packet comes under a number it has seen.</summary>
    [Fact]
    public void Encryption_that_is_agreed_on_again_goes_on_where_it_was()
    {
        var simulation = new ConferenceSimulation(9);
        var room = simulation.Add(with: room => Protect(room, SrtpSuite.AeadAes256Gcm, 0));
        simulation.Add();
        simulation.Run(8);
        var encrypted = (room.Settings.Protection, room.Seal, room.Opener);

        (room.Seal, room.Opener) = (null, null);
        simulation.Change(room, room.Settings with { Protection = null });
        simulation.Run(8);
        (room.Seal, room.Opener) = (encrypted.Seal, encrypted.Opener);
        simulation.Change(room, room.Settings with { Protection = encrypted.Protection });
        int reports = room.RtcpHeard;
        simulation.RunAndListen(8, 10);

        simulation.AssertEverybodyIsHeard();
        Assert.True(room.RtcpHeard > reports);
    }

    private static void Protect(SimulatedRoom room, SrtpSuite suite, double loss)
    {
        room.Protect(suite);
        room.Line = new LineQuality { Loss = loss };
    }

    private static (List<string> Reports, List<short> Heard, long Refused) Run(SrtpSuite suite, bool attacked)
    {
        var simulation = new ConferenceSimulation(7);
        var room = simulation.Add(with: room => Protect(room, suite, 0));
        var listener = simulation.Add();
        var random = new Random(8);
        var packet = Array.Empty<byte>();
        for (int i = 0; i < 500; i++)
        {
            simulation.Run(0.01);
            if (!attacked)
                continue;
            packet = random.Next(2) == 0 ? Random(random) : room.ReceiverReport(simulation.NowNs);
            packet[^random.Next(1, 5)] ^= 0x55;
            simulation.Conference.Receive(packet, room.Leg, simulation.Now);
            // Looks like the room's own next packet, far ahead, and like one of another source.
            var ahead = Random(random);
            simulation.Conference.Receive(ahead, room.Leg, simulation.Now);
        }

        var reports = simulation.Events.OfType<MediaEvent.Report>().Where(told => told.Leg.Leg == room.Leg).Select(told => $"{told.Leg}").ToList();
        return (reports, [.. listener.Heard], simulation.Conference.Dropped(DropReason.NotAuthentic));
    }

    private static byte[] Random(Random random)
    {
        var datagram = new byte[182];
        random.NextBytes(datagram);
        (datagram[0], datagram[1]) = (0x80, 8);
        return datagram;
    }
}
