using System.Globalization;
using Conferencing.Bridge.Sip;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// Debian's Kamailio as a province's proxy and registrar, by UDP, TCP and TLS; never as a service of the machine. A user's password is "pw-" and
/// the name. Calls for the users "room" and "bridge" go on to fixed addresses, without a password.
/// </summary>
internal sealed class Kamailio : IDisposable
{
    private readonly ClientProgram _program;

    private Kamailio(ClientProgram program, int port)
    {
        _program = program;
        Port = port;
    }

    /// <summary>The domain it is responsible for; not to be found by name.</summary>
    public static string Domain => "tinh.test";

    /// <summary>UDP and TCP; TLS is at the next.</summary>
    public int Port { get; }

    public string Log => _program.Log;

    public static string PasswordOf(string user) => $"pw-{user}";

    /// <param name="room">Where calls for user "room" go, as a SIP URI.</param>
    /// <param name="bridge">The same for user "bridge".</param>
    public static async Task<Kamailio> Start(string folder, TlsOptions tls, string room = "sip:nobody.invalid", string bridge = "sip:nobody.invalid")
    {
        int port = Ports.Block(2);
        string own = Path.Combine(folder, "kamailio");
        Directory.CreateDirectory(own);
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Endpoints", "Scenarios", "kamailio.cfg"));
        foreach (var (mark, value) in new[]
        {
            ("TLS_PORT", Text(port + 1)), ("PORT", Text(port)), ("KEY_FILE", tls.KeyFile), ("CERTIFICATE_FILE", tls.CertificateFile),
            ("ROOM_URI", room), ("BRIDGE_URI", bridge), ("DOMAIN", Domain),
        })
            text = text.Replace(mark, value, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(own, "kamailio.cfg"), text);
        var program = ClientProgram.Start(
            "kamailio", "kamailio kamailio-tls-modules", Path.Combine(own, "log"), own,
            "-f", "kamailio.cfg", "-Y", own, "-DD", "-E", "-m", "32", "-M", "4");
        await Eventually.True(TimeSpan.FromSeconds(15), () => Ports.IsTaken(port) && Ports.IsTakenTcp(port) && Ports.IsTakenTcp(port + 1), () => program.Log);
        return new Kamailio(program, port);
    }

    /// <summary>Its own address by one transport, or a user's there.</summary>
    public string Uri(string transport, string? user = null) =>
        $"sip:{(user is null ? "" : user + "@")}127.0.0.1:{Text(transport == "tls" ? Port + 1 : Port)};transport={transport}";

    public void Dispose()
    {
        _program.Terminate(TimeSpan.FromSeconds(5));
        _program.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
