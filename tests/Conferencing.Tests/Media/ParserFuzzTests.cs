using Conferencing.Media;
using Conferencing.Media.Rtp;
using Conferencing.Media.Rtp.Rtcp;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>Mutated datagrams, from a seed: a parser may refuse them, and nothing else.</summary>
public sealed class ParserFuzzTests
{
    private const int Rounds = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_rtp_never_reaches_beyond_the_datagram(int seed)
    {
        var random = new Random(seed);
        foreach (var datagram in Mutations(random))
        {
            if (!RtpHeader.TryParse(datagram, out var header))
                continue;
            Assert.InRange(header.PayloadOffset, 12, datagram.Length);
            Assert.InRange(header.PayloadLength, 0, datagram.Length - header.PayloadOffset);
            Assert.Equal(header.PayloadLength, header.Payload(datagram).Length);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Mutated_rtcp_is_walked_or_refused(int seed)
    {
        foreach (var datagram in Mutations(new Random(seed)))
        {
            if (!RtcpCompound.TryParse(datagram, out var compound))
                continue;

            int length = 0;
            while (compound.TryNext(out var part))
            {
                length += part.Header.Length;
                if (SenderReport.TryParse(part, out _, out var blocks) || ReceiverReport.TryParse(part, out _, out blocks))
                    _ = ReportBlock.TryFind(blocks, part.Header.Count, 1, out _);
                _ = SourceDescription.TryParse(part, out _, out _);
                _ = Goodbye.Names(part, 1);
            }

            Assert.Equal(datagram.Length, length);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_conference_survives_what_one_room_sends_and_the_others_hear_each_other(int seed)
    {
        var simulation = new ConferenceSimulation(seed);
        var mad = simulation.Add(muted: true);
        mad.Sends = false;
        simulation.Add();
        simulation.Add();
        simulation.Run(0.5);
        foreach (var room in simulation.Rooms)
            room.Listen();

        int sent = 0;
        foreach (var datagram in Mutations(new Random(seed)))
        {
            simulation.Conference.Receive(datagram, mad.Leg, simulation.Now);
            if (++sent % 20 == 0)
                simulation.Run(0.002);
        }

        simulation.AssertEverybodyIsHeard();
        Assert.True(simulation.Conference.Dropped(DropReason.BadRtcp) > 0);
        Assert.True(simulation.Conference.Dropped(DropReason.BadHeader) > 0);
    }

    private static IEnumerable<byte[]> Mutations(Random random)
    {
        byte[][] samples = Samples();
        for (int round = 0; round < Rounds; round++)
        {
            byte[] datagram = [.. samples[random.Next(samples.Length)]];
            for (int flips = random.Next(1, 6); flips > 0; flips--)
                datagram[random.Next(datagram.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                datagram = datagram[..random.Next(datagram.Length + 1)];
            yield return datagram;
        }
    }

    private static byte[][] Samples()
    {
        var rtp = new byte[60];
        RtpPacket.Write(rtp, 8, false, 1, 160, 1, new byte[48]);
        var digit = new byte[16];
        RtpPacket.Write(digit, SimulatedRoom.TelephoneEvent, false, 2, 320, 1, [5, 10, 0, 160]);
        var rtcp = new byte[200];
        int length = new SenderReport { Ssrc = 1 }.Write(rtcp, new ReportBlock { Ssrc = 1001 });
        length += SourceDescription.Write(rtcp.AsSpan(length), 1, "room"u8);
        length += Goodbye.Write(rtcp.AsSpan(length), 1);
        var report = new byte[32];
        new ReceiverReport { Ssrc = 1 }.Write(report, new ReportBlock { Ssrc = 1001 });
        return [rtp, digit, rtcp[..length], report];
    }
}
