using BenchmarkDotNet.Running;
using Conferencing.Benchmarks;
using Conferencing.Benchmarks.Audio;
using Conferencing.Benchmarks.Desk;
using Conferencing.Benchmarks.Sip;

if (args.Contains("--help"))
{
    Console.WriteLine($"{BenchOptions.Usage}\n\n{AudioOptions.Usage}");
    return 0;
}

if (args.Contains("--core"))
{
    CoreBench.Run(Console.Out);
    return 0;
}
if (args.Contains("--micro"))
{
    BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmarks).Assembly).Run([.. args.Where(a => a != "--micro"), .. args.Contains("--filter") ? Array.Empty<string>() : ["--filter", "*"]]);
    return 0;
}

try
{
    return args.FirstOrDefault() switch
    {
        "audio" => await AudioBench.Run(args[1..]),
        "options" => await OptionsBench.Run(args[1..]),
        "storm" or "--calls" => CallStormBench.Run(args[1..]),
        "messages" => MessageBench.Run(args[1..]),
        "memory" => CallMemoryBench.Run(),
        "booking" => await BookingDesk(args[1..]),
        "setup" => await CallSetupBench.Run(args[1..]),
        _ => await SoundBench(args),
    };
}
catch (Exception fault) when (fault is FormatException or InvalidOperationException)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}

static async Task<int> SoundBench(string[] args)
{
    var result = await new BridgeBench(BenchOptions.Parse(args)).Run();
    result.Show(Console.Out);
    return result.IsRight ? 0 : 1;
}

static async Task<int> BookingDesk(string[] args)
{
    await new BookingBench(BookingBenchOptions.Parse(args)).Run(Console.Out);
    return 0;
}
