using System.Diagnostics;
using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;

namespace Conferencing.Tests.Signalling;

/// <summary>
/// Seeded mutation over the kept corpus: whatever comes in has a verdict, costs memory in proportion, and what was accepted can be written. Each test goes
/// on for <c>CONFERENCING_FUZZ_SECONDS</c> when that is set (30 before a release).
/// </summary>
public sealed class FuzzTests
{
    private const int Rounds = 10_000;
    private const int EngineRounds = 5_000;

    /// <summary>What one description or message may cost to read: so much, and so much more for each of its bytes.</summary>
    private const int ReadingBytes = 64 * 1024;
    private const int ReadingBytesPerByte = 100;

    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("CONFERENCING_FUZZ_SECONDS"), out var seconds) ? seconds : 0);

    private static readonly byte[][] Pieces =
        [.. new[] { "\r\n", "\n", " ", "\t", ":", ";", ",", "\"", "\\", "<", ">", "@", "=", "/", "[", "]", "?", "%", "\0", "\u1edf", "\xff", "sip:", "SIP/2.0", "4294967296", "-1", "z9hG4bK", "tag=", "m=audio ", "a=rtpmap:", "c=IN IP4 " }
            .Select(Encoding.UTF8.GetBytes)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_messages_have_a_verdict(int seed)
    {
        var corpus = SipTortureTests.Corpus().ToList();
        var random = new Random(seed);
        var limits = new MessageLimits();
        foreach (var _ in InRounds(Rounds))
        {
            var bytes = Mutate(corpus[random.Next(corpus.Count)], corpus, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reject = SipParser.Parse(bytes, limits, out var message);
            AssertCheap(bytes, before);
            Assert.Equal(reject == SipReject.None, message is not null);
            if (message is not null)
                Assert.False(SipWriter.Write(message).IsEmpty);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_descriptions_have_a_verdict(int seed)
    {
        var corpus = SdpTests.Corpus().ToList();
        var random = new Random(seed);
        foreach (var _ in InRounds(Rounds))
        {
            var bytes = Mutate(corpus[random.Next(corpus.Count)], corpus, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reject = SdpParser.Parse(bytes, out var description);
            AssertCheap(bytes, before);
            if (reject != SdpReject.None)
                continue;
            Assert.NotEmpty(SdpWriter.Write(description!));
            OfferAnswer.Answer(description!, SimulatedAgent.Sound, new SessionOrigin(1, 1));
            OfferAnswer.Apply(description!, SimulatedAgent.Sound, 0);
            var crypto = OwnCrypto.For(CallEncryption.Preferred, random);
            OfferAnswer.Answer(description!, SimulatedAgent.Sound, new SessionOrigin(1, 1), crypto);
            OfferAnswer.Apply(description!, SimulatedAgent.Sound, 0, crypto);
        }
    }

    [Fact]
    public void A_whole_agent_survives_mutated_traffic_and_forgets_it()
    {
        var corpus = SipTortureTests.Corpus().Concat(Conversation()).ToList();
        var random = new Random(3);
        var engine = new SignallingEngine(new SignallingOptions { Incoming = IncomingPolicy.Answer }, new Random(4));
        var now = new Tick(0);
        foreach (var _ in InRounds(EngineRounds))
        {
            now += TimeSpan.FromMilliseconds(random.Next(50));
            engine.Receive(Mutate(corpus[random.Next(corpus.Count)], corpus, random), SipPath.Udp(ScriptedPeer.Address), now);
            engine.Advance(now);
            while (engine.TryPoll(out var output))
            {
                if (output is SignallingOutput.Happened { Event: CallEvent.Incoming incoming })
                    engine.Do(random.Next(2) == 0 ? new CallCommand.Accept(incoming.Call, SimulatedAgent.Sound) : new CallCommand.Reject(incoming.Call, 486, "Busy"), now);
            }
        }

        while (engine.NextDeadline is var next && next != Tick.Never)
        {
            engine.Advance(next);
            while (engine.TryPoll(out _))
            {
                // what it says to the end does not matter
            }
        }

        Assert.Equal(default, engine.Counts);
    }

    /// <summary>So many rounds, and more while there is time.</summary>
    private static IEnumerable<int> InRounds(int least)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < least || watch.Elapsed < Longer; i++)
            yield return i;
    }

    private static void AssertCheap(byte[] read, long before)
    {
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(cost <= ReadingBytes + ((long)ReadingBytesPerByte * read.Length), $"{cost} bytes to read {read.Length}:\n{Encoding.Latin1.GetString(read)}");
    }

    /// <summary>The messages of a plain call.</summary>
    private static IEnumerable<byte[]> Conversation()
    {
        var peer = new ScriptedPeer();
        peer.Ask(peer.Establish(), "INVITE", 2, ScriptedPeer.PlainSdp);
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        return peer.Sent.Select(message => SipWriter.Write(message).ToArray());
    }

    private static byte[] Mutate(byte[] original, List<byte[]> corpus, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(60), bytes.Count - at)));
                    break;
                case 4:
                    var other = corpus[random.Next(corpus.Count)];
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(80))]);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(10) == 0 ? bytes.Count - at : 0);
                    break;
            }
        }

        return [.. bytes];
    }
}
