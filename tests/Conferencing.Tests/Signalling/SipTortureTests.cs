using System.Net;
using System.Runtime.CompilerServices;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>All messages of RFC 4475 and those of RFC 5118, kept as bytes, each with the verdict of verdicts.txt.</summary>
public sealed class SipTortureTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Rfc4475");

    public static IEnumerable<object[]> Verdicts() =>
        from line in File.ReadAllLines(Path.Combine(Folder, "verdicts.txt"))
        where !line.StartsWith('#')
        let parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select new object[] { parts[0], parts[2], parts[3] };

    /// <summary>Every message by name: the seed corpus of the fuzz tests.</summary>
    internal static IEnumerable<byte[]> Corpus() => Directory.GetFiles(Folder, "*.dat").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    internal static IEnumerable<(string Name, byte[] Bytes)> Named() =>
        Directory.GetFiles(Folder, "*.dat").Order(StringComparer.Ordinal).Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file)));

    [Fact]
    public void All_49_messages_have_a_verdict()
    {
        var judged = Verdicts().Select(row => (string)row[0]).Order().ToList();
        Assert.Equal(49, judged.Count);
        Assert.Equal(Directory.GetFiles(Folder, "*.dat").Select(Path.GetFileNameWithoutExtension).Order(), judged);
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_parser_says(string name, string verdict, string answer)
    {
        _ = answer;
        var reject = SipParser.Parse(Read(name), new MessageLimits(), out var message);
        Assert.Equal(verdict, reject.ToString());
        Assert.Equal(reject == SipReject.None, message is not null);
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void An_agent_that_answers_everybody_sends_back(string name, string verdict, string answer)
    {
        var engine = new SignallingEngine(new SignallingOptions { Incoming = IncomingPolicy.Answer }, new Random(1));
        engine.Receive(Read(name), SipPath.Udp(new IPEndPoint(IPAddress.Parse("192.0.2.99"), 5060)), new Tick(0));
        var sent = "-";
        while (engine.TryPoll(out var output))
        {
            if (output is SignallingOutput.Transmit transmit)
                sent = StatusOf(transmit.Bytes);
            else if (output is SignallingOutput.Happened { Event: CallEvent.Incoming incoming })
                engine.Do(new CallCommand.Ring(incoming.Call), new Tick(0));
        }

        Assert.Equal(answer, sent);
        Assert.Equal(verdict != "None", engine.Refusals.ContainsKey(Enum.Parse<SipReject>(verdict)));
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void What_was_read_is_written_so_that_it_reads_the_same(string name, string verdict, string answer)
    {
        _ = answer;
        if (verdict != "None")
            return;
        SipParser.Parse(Read(name), new MessageLimits(), out var first);
        var written = SipWriter.Write(first!);
        Assert.Equal(SipReject.None, SipParser.Parse(written.Span, new MessageLimits(), out var second));
        Assert.Equal(written.ToArray(), SipWriter.Write(second!).ToArray());
    }

    private static IEnumerable<object[]> VerdictsOf(string collection) =>
        from line in File.ReadAllLines(Path.Combine(Folder, collection, "verdicts.txt"))
        where !line.StartsWith('#')
        let parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select new object[] { Path.Combine(collection, parts[0]), parts[2], parts[3] };

    private static IEnumerable<string> Messages(string collection) =>
        Directory.GetFiles(Path.Combine(Folder, collection), "*.dat").Order(StringComparer.Ordinal);

    private static string StatusOf(ReadOnlyMemory<byte> bytes)
    {
        SipParser.Parse(bytes.Span, new MessageLimits(), out var message);
        return Assert.IsType<SipResponse>(message).Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".dat"));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
