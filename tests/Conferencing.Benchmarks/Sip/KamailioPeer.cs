using System.Diagnostics;
using System.Globalization;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Benchmarks.Sip;

/// <summary>Debian's Kamailio with the measurement's own configuration, one worker for each way of answering. Disposing ends it.</summary>
internal sealed class KamailioPeer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conferencing-kamailio-").FullName;
    private readonly Process _process;

    private KamailioPeer(int firstPort)
    {
        StatelessPort = firstPort;
        StatefulPort = firstPort + 1;
        var template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sip", "kamailio-options.cfg"));
        var file = Path.Combine(_folder, "kamailio.cfg");
        File.WriteAllText(file, template.Replace("STATELESS_PORT", Text(StatelessPort), StringComparison.Ordinal).Replace("STATEFUL_PORT", Text(StatefulPort), StringComparison.Ordinal));
        _process = Process.Start(new ProcessStartInfo("kamailio", ["-f", file, "-Y", _folder, "-DD", "-E", "-m", "256", "-M", "16"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public int StatelessPort { get; }

    public int StatefulPort { get; }

    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static KamailioPeer Start(int firstPort)
    {
        try
        {
            return new KamailioPeer(firstPort);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("Kamailio is not installed: apt-get install --no-install-recommends kamailio");
        }
    }

    /// <summary>Of all its processes.</summary>
    public ProcessUsage Usage() => ProcessUsage.OfTree(_process.Id);

    public void Dispose()
    {
        if (!_process.HasExited)
            ChildProgram.Terminate(_process.Id);
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
