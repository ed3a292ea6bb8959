using System.Buffers.Binary;
using Conferencing.Media.Audio;
using Conferencing.RoomSimulator.Load;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Bridge.Tests.RoomSimulator;

public sealed class LoadGeneratorTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Every_room_has_a_loopback_address_of_its_own_that_leads_back_to_it()
    {
        var addresses = Enumerable.Range(0, 1500).Select(RoomPorts.AddressOf).ToList();

        Assert.Equal(addresses.Count, addresses.Distinct().Count());
        for (int room = 0; room < addresses.Count; room++)
        {
            Assert.True(System.Net.IPAddress.IsLoopback(addresses[room]));
            Assert.Equal(room, RoomPorts.RoomOf(BinaryPrimitives.ReadUInt32BigEndian(addresses[room].GetAddressBytes())));
        }

        Assert.Equal(-1, RoomPorts.RoomOf(0x7F00_0001));
        Assert.Equal(-1, RoomPorts.RoomOf(0x7F01_00FF));
    }

    [Theory]
    [InlineData(0, 500, 500)]
    [InlineData(20_000, 490, 510)]
    public void Every_room_sends_fifty_packets_a_second_by_its_own_clock(double driftPpm, int slowest, int fastest)
    {
        var schedule = new SendSchedule(200, driftPpm);
        int[] packets = new int[200];
        List<HeldPacket> released = [];
        List<int> due = [];
        int busiest = 0;
        while (schedule.NextNs < 10_000 * Millisecond)
        {
            schedule.Take(released, due);
            busiest = Math.Max(busiest, due.Count);
            foreach (int room in due)
                packets[room]++;
        }

        Assert.InRange(packets.Min(), slowest - 1, slowest + 1);
        Assert.InRange(packets.Max(), fastest - 1, fastest + 1);
        if (driftPpm == 0)
            Assert.InRange(busiest, 10, 20); // evenly over twenty milliseconds
    }

    [Fact]
    public void What_a_line_holds_back_comes_out_later_and_once()
    {
        var schedule = new SendSchedule(1, 0);
        schedule.Hold(new HeldPacket(0, 0, 7, 0, false), 5);
        List<HeldPacket> released = [];
        List<int> due = [];
        var at = new List<long>();
        for (int turn = 0; turn < 1000; turn++)
        {
            schedule.Take(released, due);
            at.AddRange(released.Select(_ => (long)turn));
        }

        Assert.Equal([5L], at);
    }

    [Fact]
    public void A_burst_is_heard_missed_or_an_echo()
    {
        var bursts = new Bursts([[0, 1, 2]]);
        bursts.Departs(0, 0, isFirst: true, 100 * Millisecond);
        bursts.Hears(0, 1, 109 * Millisecond);
        bursts.Hears(0, 0, 111 * Millisecond);
        bursts.Hears(0, 1, 120 * Millisecond);
        bursts.End(1000 * Millisecond);

        Assert.Equal((1, 1, 1, 0), (bursts.Sent, bursts.SelfEchoes, bursts.Missed, bursts.Void));
        Assert.Equal([9.0], bursts.Delays.Select(one => one.DelayMs));
    }

    [Fact]
    public void A_burst_is_not_judged_when_its_own_line_or_sender_failed()
    {
        var bursts = new Bursts([[0, 1]]);
        bursts.Departs(0, 0, isFirst: true, 0);
        bursts.Departs(0, 0, isFirst: false, 100 * Millisecond);
        bursts.Departs(0, 1, isFirst: true, 300 * Millisecond);
        bursts.Loses(0);
        bursts.Loses(0);
        bursts.Departs(0, 0, isFirst: true, 900 * Millisecond);
        bursts.End(1000 * Millisecond);

        Assert.Equal((3, 0, 2), (bursts.Sent, bursts.Missed, bursts.Void)); // the last was not waited for
    }

    [Fact]
    public void Bursts_of_a_conference_follow_each_other()
    {
        var rooms = new RoomTable(new GeneratorOptions { Rooms = 40, Conferences = 2, Talkers = 3, Probes = 4 }).Make();
        var probes = rooms.Where(room => room is { Probes: true, Conference: 1 }).ToList();
        var begins = new List<int>();
        for (int packet = 0; packet < probes[0].Loop.Length; packet++)
        {
            foreach (var room in probes)
            {
                if (room.TryNext(out var next) && next.Position == 0)
                    begins.Add(packet);
            }
        }

        Assert.Equal([0, 15, 30, 45], begins);
        Assert.All(probes, room => Assert.True(room.Index / 2 >= 3, "Talkers do not probe where others can."));
        foreach (var room in rooms)
            room.Dispose();
    }

    [Theory]
    [InlineData("pcma", false, 150, 150)]
    [InlineData("pcmu", false, 150, 150)]
    [InlineData("g722", false, 150, 150)]
    [InlineData("l16", false, 150, 150)]
    [InlineData("pcma", true, 10, 14)]
    public void A_quiet_room_sends_all_or_only_what_its_voice_detection_lets_through(string codec, bool leavesSilenceOut, int least, int most)
    {
        var options = new GeneratorOptions { Codec = LoadCodec.Find(codec)!, LeavesSilenceOut = leavesSilenceOut };
        var loop = new SoundStudio(options).Make(150, voice: null, bursts: true, seed: 1);

        Assert.InRange(Enumerable.Range(0, loop.Length).Count(i => loop[i].Payload.Length > 0), least, most);
        Assert.All(Enumerable.Range(0, SoundStudio.BurstPackets), i => Assert.False(loop[i].IsComfortNoise));
    }

    [Theory]
    [InlineData("pcma", 8000)]
    [InlineData("g722", 16000)]
    public void A_burst_is_found_where_it_begins(string codec, int rateHz)
    {
        var loop = new SoundStudio(new GeneratorOptions { Codec = LoadCodec.Find(codec)! }).Make(150, voice: null, bursts: true, seed: 1);
        var decoder = LoadCodec.Find(codec)!.Codec.NewDecoder();
        var ear = new MarkerEar(rateHz);
        var samples = new short[rateHz / 50];
        var onsets = new List<double>();
        for (int packet = 0; packet < 2 * loop.Length; packet++)
        {
            decoder.Decode(loop[packet % loop.Length].Payload, samples);
            if (ear.Listen(samples) is { } offset)
                onsets.Add((packet * 20) + (offset * 1000.0 / rateHz));
        }

        Assert.Equal(2, onsets.Count);
        Assert.InRange(onsets[1], 3000, 3005);
    }

    [Theory]
    [InlineData(0.5, 50.1)]
    [InlineData(0.99, 99.1)]
    [InlineData(1, 100.1)]
    public void Percentiles_are_of_all_that_was_added(double share, double expected)
    {
        var distribution = new Distribution();
        for (int i = 1; i <= 100; i++)
            distribution.Add(i + 0.05);

        Assert.Equal(expected, distribution.Percentile(share), 1);
    }

    [Fact]
    public void Percentiles_of_a_list_are_the_values_there()
    {
        Assert.Equal(0, Percentiles.Of([], 0.5));
        Assert.Equal(2, Percentiles.Of([1, 2, 3], 0.5));
        Assert.Equal(3, Percentiles.Of([1, 2, 3], 0.95));
    }

    [Fact]
    public void The_floor_gives_everybody_the_sum_without_his_own()
    {
        var floor = new Conferencing.Floor.FloorConference();
        short[] levels = [8000, 4000, 0];
        byte[] packet = new byte[Conferencing.Floor.FloorConference.PacketSize];
        foreach (short level in levels)
        {
            int member = floor.Add();
            packet[1] = 8;
            G711.EncodeAlaw(Enumerable.Repeat(level, 160).ToArray(), packet.AsSpan(12));
            if (level > 0)
                floor.Take(member, packet);
        }

        floor.Take(2, new byte[5]);
        floor.Sum();
        var heard = Enumerable.Range(0, 3).Select(member => Hear(floor, member)).ToArray();
        floor.End();
        floor.Sum();

        Assert.InRange(heard[0], 3900, 4100);
        Assert.InRange(heard[1], 7800, 8200);
        Assert.InRange(heard[2], 11700, 12300);
        Assert.InRange(Hear(floor, 2), -10, 10);
    }

    private static short Hear(Conferencing.Floor.FloorConference floor, int member)
    {
        byte[] packet = new byte[Conferencing.Floor.FloorConference.PacketSize];
        floor.Write(member, packet);
        short[] samples = new short[160];
        G711.DecodeAlaw(packet.AsSpan(12), samples);
        return samples[80];
    }
}
