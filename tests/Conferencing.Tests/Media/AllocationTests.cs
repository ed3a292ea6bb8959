using Conferencing.Media;
using Conferencing.Media.Rtp;
using Conferencing.Media.Srtp;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>
/// In steady state no packet, in or out, allocates. What is told once a second may. Alone: a collection that other tests cause in the middle of
/// a measured call gives what was left of the thread's allocation buffer as allocated.
/// </summary>
[Collection(Alone.Name)]
public sealed class AllocationTests
{
    private const int Legs = 20;

    public static TheoryData<string, SrtpSuite?> Mixtures => new()
    {
        { "PCMA", null },
        { "PCMA PCMU", null },
        { "G722", null },
        { "L16", null },
        { "G722 PCMA L16 PCMU", null },
        { "PCMA PCMU", SrtpSuite.AesCm128HmacSha1Tag80 },
        { "PCMA PCMU", SrtpSuite.AeadAes256Gcm },
    };

    [Theory]
    [MemberData(nameof(Mixtures))]
    public void No_packet_allocates(string mixture, SrtpSuite? suite)
    {
        // Each run does the same, so what our code allocates shows in all of them. What shows in one only is the
        // runtime's: its table of casts, for one, grows on the thread that meets it full, and other tests fill it too.
        Assert.Contains((0, 0), Enumerable.Range(0, 3).Select(_ => Allocated(mixture, suite)));
    }

    /// <returns>Bytes allocated once everything has been used for a while.</returns>
    private static (long Receiving, long Mixing) Allocated(string mixture, SrtpSuite? suite)
    {
        var codecs = mixture.Split(' ').Select(name => SimulatedRoom.Formats.First(format => format.Codec.Name == name)).ToList();
        var key = suite is null ? null : new SrtpKey(suite.Value, new byte[suite.Value.KeySize() + suite.Value.SaltSize()]);
        using var seal = key is null ? null : new SrtpSender(key);
        var conference = new MediaConference(new MediaConferenceOptions(), new Random(1));
        for (int i = 0; i < Legs; i++)
        {
            var settings = new LegSettings
            {
                SendCodec = codecs[i % codecs.Count].Codec,
                SendPayloadType = 8,
                SendPtimeMs = mixture.Contains("L16") ? 20 : new[] { 10, 20, 30, 40, 60 }[i % 5],
                Receives = SimulatedRoom.Formats,
                Ssrc = 1000 + (uint)i,
                CanonicalName = "bridge",
                Protection = key is null ? null : new SrtpKeys(key, key),
            };
            conference.Do(new MediaCommand.AddLeg(new LegId(i), settings, Muted: i % 4 == 0), default);
        }

        conference.Do(new MediaCommand.StartRecording(Legs: true), default);

        var datagram = new byte[12 + 640 + SrtpSender.MaxOverhead];
        var random = new Random(2);
        long receiving = 0;
        long mixing = 0;
        int packets = 0;
        int recorded = 0;
        for (int frame = 0; frame < 500; frame++)
        {
            var now = new Tick((frame + 1) * 20_000_000L);
            for (int leg = 0; leg < Legs; leg++)
            {
                // Some packets are lost, so that sound is made up and the buffers move as well.
                var (type, codec) = codecs[leg % codecs.Count];
                datagram.AsSpan(12).Fill((byte)(frame + leg));
                int length = RtpPacket.Write(
                    datagram, type, false, (ushort)frame, (uint)(frame * codec.ClockRateHz / 50), (uint)leg, datagram.AsSpan(12, codec.FrameBytes));
                length = seal?.SealRtp(datagram, length) ?? length;

                // Every room falls silent at times, so that listeners join what all hear and leave it.
                if (random.Next(20) > 0 && (frame + (7 * leg)) % 90 < 60)
                    receiving += Measure(() => conference.Receive(datagram.AsSpan(0, length), new LegId(leg), now), frame);
            }

            bool told = false;
            long bytes = Measure(() => conference.Advance(now), frame);
            while (conference.TryPoll(out var output))
            {
                told |= output.Event is not null;
                recorded += output.IsRecorded ? 1 : 0;
                packets++;
            }

            if (!told)
                mixing += bytes;
        }

        Assert.True(packets - recorded > 500 * Legs / 2);
        Assert.True(recorded > 1000);
        return (receiving, mixing);
    }

    /// <summary>Bytes allocated by a call, once everything has been used for a while.</summary>
    private static long Measure(Action call, int frame)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return frame < 100 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
