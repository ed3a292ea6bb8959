using System.Reflection;
using Conferencing.Media;
using Conferencing.Media.Rtp.Rtcp;
using Conferencing.Signalling;

namespace Conferencing.Tests.Fuzzing;

/// <summary>
/// Every parser of <see cref="ParserTable"/> under seeded mutation. Each goes on for <c>CONFERENCING_FUZZ_SECONDS</c> when that is set; what fails names
/// its seed, its round and its input.
/// </summary>
public abstract class FuzzTests
{
    private static readonly int[] Seeds = [1, 2];

    private protected static TheoryData<string, int> Rows(FuzzedParser[] parsers)
    {
        var rows = new TheoryData<string, int>();
        foreach (var parser in parsers)
        {
            foreach (var seed in Seeds)
                rows.Add(parser.Name, seed);
        }

        return rows;
    }

    private protected static void Run(FuzzedParser[] parsers, string name, int seed) =>
        parsers.Single(parser => parser.Name == name).Run(seed, 1.0 / Seeds.Length);
}

/// <summary>In a class of its own, so that both cores of the test machine have work.</summary>
public sealed class SignallingFuzzTests : FuzzTests
{
    public static TheoryData<string, int> Parsers => Rows(ParserTable.Signalling);

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Whatever_comes_in_has_a_verdict(string parser, int seed) => Run(ParserTable.Signalling, parser, seed);
}

/// <summary>In a class of its own, so that both cores of the test machine have work.</summary>
public sealed class MediaFuzzTests : FuzzTests
{
    public static TheoryData<string, int> Parsers => Rows(ParserTable.Media);

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Whatever_comes_in_has_a_verdict(string parser, int seed) => Run(ParserTable.Media, parser, seed);
}

public sealed class ParserTableTests
{
    private static readonly string[] Names = ["Parse", "TryParse", "TryRead", "Read"];
    private static readonly Type[] Inputs = [typeof(ReadOnlySpan<byte>), typeof(ReadOnlySpan<char>), typeof(string), typeof(ReadOnlyMemory<byte>), typeof(RtcpPart).MakeByRefType()];

    [Fact]
    public void The_table_names_every_parser_of_both_cores()
    {
        var named = ParserTable.Signalling.Concat(ParserTable.Media).SelectMany(parser => parser.Types).ToHashSet();
        var there = new[] { typeof(SignallingEngine).Assembly, typeof(MediaConference).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsPrivate && Names.Contains(method.Name) && method.GetParameters() is [var first, ..] && Inputs.Contains(first.ParameterType))
            .Select(method => method.DeclaringType!.Name)
            .Distinct()
            .ToList();
        Assert.True(there.Count > 20, string.Join(", ", there));
        Assert.Empty(there.Except(named));
    }
}
