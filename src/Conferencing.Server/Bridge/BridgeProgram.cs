using System.Diagnostics;
using System.Globalization;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Bridge;

/// <summary>How the node's program is started: with every setting it shares, in a session of its own.</summary>
internal sealed class BridgeProgram(
    DataFolder folder, BridgeOptions bridge, SipOptions sip, RtpOptions rtp, NodeOptions node, DialInOptions dialIn, LoadOptions load,
    DefenceOptions defence, RegistrarOptions registrar, RecordingOptions recording, SoundOptions sound)
{
    public string File => Path.GetFullPath(bridge.Program, AppContext.BaseDirectory);

    /// <param name="serverUrl">Where this server listens, as seen from this machine.</param>
    public Process Start(Uri serverUrl)
    {
        var start = Command(File);
        start.ArgumentList.Add("--detached");
        foreach (var (name, value) in Settings(serverUrl))
        {
            start.ArgumentList.Add($"--{name}");
            start.ArgumentList.Add(value);
        }
        // The mixer's kernels are compiled once and fully; profiling them while they run would cost ticks.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start) ?? throw new UnreachableException("A new process is always its own.");
    }

    /// <summary>A program of ours, run by the same runtime as this one.</summary>
    public static ProcessStartInfo Command(string file)
    {
        if (!file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) return new ProcessStartInfo(file) { UseShellExecute = false };
        var own = Environment.ProcessPath;
        var host = own is not null && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        return new ProcessStartInfo(host) { UseShellExecute = false, ArgumentList = { file } };
    }

    private IEnumerable<(string Name, string Value)> Settings(Uri serverUrl) =>
    [
        ("Data:Folder", folder.Path),
        ("Server:Url", serverUrl.ToString()),
        ("Sip:Bind", sip.Bind),
        ("Sip:Port", Text(sip.Port)),
        ("Sip:PublicAddress", sip.PublicAddress),
        ("Sip:PublicAddress6", sip.PublicAddress6),
        ("Sip:TlsPort", sip.TlsPort),
        ("Sip:Bind6", sip.Bind6),
        ("Sip:Certificate", sip.Certificate),
        ("Sip:CertificateKey", sip.CertificateKey),
        ("Sip:TrustedCertificates", sip.TrustedCertificates),
        ("Sip:ClientCertificates", sip.ClientCertificates),
        ("Sip:UncheckedHosts", sip.UncheckedHosts),
        ("Sip:NameServer", sip.NameServer),
        ("Sip:MaxConnections", Text(sip.MaxConnections)),
        ("Sip:MaxConnectionsPerSource", Text(sip.MaxConnectionsPerSource)),
        ("Sip:HandshakeSeconds", Text(sip.HandshakeSeconds)),
        ("Sip:IdleSeconds", Text(sip.IdleSeconds)),
        ("Sip:StrangerIdleSeconds", Text(sip.StrangerIdleSeconds)),
        ("Sip:PingSeconds", Text(sip.PingSeconds)),
        ("Sip:SessionSeconds", Text(sip.SessionSeconds)),
        ("Sip:MinSessionSeconds", Text(sip.MinSessionSeconds)),
        ("Sip:Registrar", sip.Registrar),
        ("Sip:RegistrarUser", sip.RegistrarUser),
        ("Sip:RegistrarExpires", Text(sip.RegistrarExpires)),
        ("Sip:OutboundProxy", sip.OutboundProxy),
        ("Rtp:FirstPort", Text(rtp.FirstPort)),
        ("Rtp:LastPort", Text(rtp.LastPort)),
        ("Node:Name", node.Name),
        ("Node:OrphanSeconds", Text(node.OrphanSeconds)),
        ("Bridge:InvitesPerSecond", Text(bridge.InvitesPerSecond)),
        ("Bridge:MediaLoops", Text(bridge.MediaLoops)),
        ("DialIn:EchoNumber", Text(dialIn.EchoNumber)),
        ("Load:TrustedPeer", load.TrustedPeer),
        ("Bridge:Codecs", bridge.Codecs),
        .. defence.ForNode(), .. registrar.ForNode(), .. recording.ForNode(), .. sound.ForNode(),
    ];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
