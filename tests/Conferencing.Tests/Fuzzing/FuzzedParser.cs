using System.Diagnostics;
using System.Globalization;

namespace Conferencing.Tests.Fuzzing;

/// <summary>
/// One parser under seeded mutation: whatever comes in has a verdict, throws nothing and costs memory in proportion. What else must hold of what it
/// accepted its judge says.
/// </summary>
/// <param name="Types">The types that read something here, by their names.</param>
/// <param name="Corpus">What is mutated.</param>
/// <param name="Begin">A judge of inputs in a row, and what must be true after the last one.</param>
internal sealed record FuzzedParser(string Name, string[] Types, Func<IEnumerable<byte[]>> Corpus, Func<Random, (Action<byte[]> Judge, Action End)> Begin)
{
    /// <summary>What one input may cost: so many bytes, and so many more for each of its own.</summary>
    private const int BytesPerByte = 100;

    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("CONFERENCING_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);

    public int Rounds { get; init; } = 10_000;

    /// <summary>Tables that grow with what they hold are judged at the end.</summary>
    public int FixedBytes { get; init; } = 64 * 1024;

    /// <param name="share">The part of <c>CONFERENCING_FUZZ_SECONDS</c> this run lasts, if that is more than its rounds.</param>
    public void Run(int seed, double share)
    {
        var corpus = Corpus().ToList();
        var random = new Random(seed);
        var (judge, end) = Begin(new Random(seed));
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds || watch.Elapsed < Longer * share; round++)
            Judge(judge, Mutation.Of(corpus[random.Next(corpus.Count)], corpus, random), seed, round);
        end();
    }

    private void Judge(Action<byte[]> judge, byte[] input, int seed, int round)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            judge(input);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{Name}, seed {seed}, round {round}: {fault.Message} Input in base64: {Convert.ToBase64String(input)}", fault);
        }

        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        if (cost > FixedBytes + ((long)BytesPerByte * input.Length))
            throw new InvalidOperationException($"{Name}, seed {seed}, round {round}: {cost} bytes of memory for {input.Length}. Input in base64: {Convert.ToBase64String(input)}");
    }
}
