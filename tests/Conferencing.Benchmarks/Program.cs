using BenchmarkDotNet.Running;
using Conferencing.Benchmarks;

if (args.Contains("--help"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}
if (args.Contains("--micro"))
{
    BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmarks).Assembly).Run([.. args.Where(a => a != "--micro"), "--filter", "*"]);
    return 0;
}
try
{
    using var bench = new BridgeBench(BenchOptions.Parse(args));
    var result = await bench.Run();
    result.Show(Console.Out);
    return result.IsRight ? 0 : 1;
}
catch (Exception fault) when (fault is FormatException or InvalidOperationException)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}
