using System.Globalization;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// Debian's Kamailio as a province's registrar and proxy: digest on REGISTER and INVITE, Record-Route. A user's password is "pw-" and the name.
/// </summary>
internal sealed class KamailioRegistrar : IDisposable
{
    private readonly ClientProgram _program;

    private KamailioRegistrar(ClientProgram program, int port)
    {
        _program = program;
        Port = port;
    }

    /// <summary>The domain it is responsible for; not to be found by name.</summary>
    public static string Domain => "tinh.test";

    public int Port { get; }

    public string Uri => $"sip:127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    public string Log => _program.Log;

    public static async Task<KamailioRegistrar> Start(string folder)
    {
        int port = Ports.One();
        string own = Path.Combine(folder, "registrar");
        Directory.CreateDirectory(own);
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Endpoints", "Scenarios", "registrar.cfg"));
        await File.WriteAllTextAsync(Path.Combine(own, "kamailio.cfg"), text.Replace("REGISTRAR_PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var program = ClientProgram.Start(
            "kamailio", "kamailio", Path.Combine(own, "log"), own, "-f", "kamailio.cfg", "-Y", own, "-DD", "-E", "-m", "32", "-M", "4");
        await Eventually.True(TimeSpan.FromSeconds(15), () => Ports.IsTaken(port), () => program.Log);
        return new KamailioRegistrar(program, port);
    }

    public void Dispose()
    {
        _program.Terminate(TimeSpan.FromSeconds(5));
        _program.Dispose();
    }
}
