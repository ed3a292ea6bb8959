using System.Text;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transports;

namespace Conferencing.Tests.Signalling;

/// <summary>Messages in a stream: whole wherever it is cut, refused by name, in bounded memory.</summary>
public sealed class StreamFramerTests
{
    private const int ChunkBytes = 16_384;
    private const string Options = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\nl: 3\r\n\r\nabc";
    private const string Bye = "BYE sip:a@b SIP/2.0\nContent-Length:\n\t0\n\n";

    /// <summary>Those whose Content-Length cannot end them, with why; all others are found as they are, byte by byte.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["clerr"] = "waits",
        ["dblreq"] = "several",
        ["inv2543"] = "NoContentLength",
        ["mcl01"] = "DuplicateHeader",
        ["ncl"] = "BadContentLength",
    };

    [Fact]
    public void Every_torture_message_is_found_the_same_wherever_it_is_cut()
    {
        var odd = new List<string>();
        foreach (var (name, bytes) in SipTortureTests.Named())
        {
            var whole = Feed(bytes);
            for (var cut = 1; cut < bytes.Length; cut++)
                Assert.Equal(whole, Feed(bytes.AsSpan(0, cut).ToArray(), bytes.AsSpan(cut).ToArray()));
            var isWhole = whole == "Message:" + Convert.ToHexString(bytes);
            if (!isWhole)
                odd.Add($"{name}={(whole.StartsWith("Message", StringComparison.Ordinal) ? "several" : whole)}");
        }

        Assert.Equal(Exceptions.Select(one => $"{one.Key}={one.Value}").Order(), odd.Order());
    }

    [Fact]
    public void All_of_them_in_one_stream_byte_by_byte()
    {
        var good = SipTortureTests.Named().Where(one => !Exceptions.ContainsKey(one.Name)).Select(one => one.Bytes).ToList();
        var framer = new StreamFramer(new MessageLimits());
        var found = new List<string>();
        foreach (var one in good.SelectMany(bytes => bytes))
        {
            framer.Add([one]);
            while (framer.TryTake(out var part, out var message))
            {
                if (part == StreamPart.Message)
                    found.Add(Convert.ToHexString(message.Span));
            }
        }

        Assert.Equal(good.Select(bytes => Convert.ToHexString(bytes)), found);
    }

    [Theory]
    [InlineData("\r\n\r\n", "Pong Ping")]
    [InlineData("\r\n", "Pong")]
    [InlineData("\r\n\r\n\r\n\r\n", "Pong Ping Pong Ping")]
    [InlineData("\n\n\r\r\0", "waits")]
    [InlineData("\r\n\r\n" + Options + "\r\n" + Bye + "\r\n\r\n", "Pong Ping Message Pong Message Pong Ping")]
    [InlineData(Options + Options, "Message Message")]
    public void Keep_alives_lie_between_messages(string stream, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(stream);
        Assert.Equal(expected, Kinds(Feed(bytes)));
        Assert.Equal(expected, Kinds(Feed([.. bytes.Select(one => new[] { one })])));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", "NotSip")]
    [InlineData("rubbish\n", "NotSip")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nTo: x\r\n\r\n", "NoContentLength")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 1\r\nl: 1\r\n\r\n", "DuplicateHeader")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: +1\r\n\r\n", "BadContentLength")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 99999999999\r\n\r\n", "BadContentLength")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 32769\r\n\r\n", "BodyTooLarge")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nno header\r\n\r\n", "BadHeader")]
    public void A_stream_that_cannot_be_cut_is_refused_by_name(string stream, string expected)
    {
        Assert.Equal(expected, Feed(Encoding.ASCII.GetBytes(stream)));
        var framer = new StreamFramer(new MessageLimits());
        framer.Add(Encoding.ASCII.GetBytes(stream));
        Assert.False(framer.TryTake(out _, out _));
        framer.Add(Encoding.ASCII.GetBytes(Options));
        Assert.False(framer.TryTake(out _, out _));
    }

    [Theory]
    [InlineData("OPTIONS sip:a@b SIP/2.0 ", "HeaderTooLong")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nSubject: ", "TooLarge")]
    [InlineData("\r\n\0", "None")]
    public void What_never_ends_fills_no_memory(string start, string expected)
    {
        var limits = new MessageLimits();
        var framer = new StreamFramer(limits);
        framer.Add(Encoding.ASCII.GetBytes(start));
        var chunk = Encoding.ASCII.GetBytes(new string(expected == "None" ? '\n' : 'x', ChunkBytes));
        for (var i = 0; i < 1000; i++)
        {
            while (framer.TryTake(out _, out _))
            {
                // keep-alives
            }

            framer.Add(chunk);
            Assert.True(framer.Held <= limits.MessageBytes + ChunkBytes);
        }

        Assert.Equal(expected, framer.Refusal.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_streams_are_cut_the_same_in_any_chunks(int seed)
    {
        var random = new Random(seed);
        var corpus = SipTortureTests.Named().Select(one => one.Bytes).ToList();
        for (var round = 0; round < 300; round++)
        {
            var stream = Enumerable.Range(0, 4).SelectMany(_ => corpus[random.Next(corpus.Count)]).ToArray();
            for (var i = random.Next(6); i > 0; i--)
                stream[random.Next(stream.Length)] = (byte)random.Next(256);
            var chunks = new List<byte[]>();
            for (var at = 0; at < stream.Length;)
            {
                var length = Math.Min(random.Next(1, 200), stream.Length - at);
                chunks.Add(stream[at..(at + length)]);
                at += length;
            }

            Assert.Equal(Feed(stream), Feed([.. chunks]));
        }
    }

    private static string Feed(params byte[][] chunks)
    {
        var framer = new StreamFramer(new MessageLimits());
        var found = new List<string>();
        foreach (var chunk in chunks)
        {
            framer.Add(chunk);
            while (framer.TryTake(out var part, out var message))
                found.Add(part == StreamPart.Message ? "Message:" + Convert.ToHexString(message.Span) : part.ToString());
        }

        if (framer.Refusal != SipReject.None)
            found.Add(framer.Refusal.ToString());
        return found.Count == 0 ? "waits" : string.Join(' ', found);
    }

    private static string Kinds(string found) => string.Join(' ', found.Split(' ').Select(one => one.Split(':')[0]));
}
