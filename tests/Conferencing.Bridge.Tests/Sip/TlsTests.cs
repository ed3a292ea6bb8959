using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>SIP over TLS: calls, whose certificate is taken, client certificates, files that change, and what openssl says of it.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly WorkFolder _folder = new();
    private readonly TestCertificates _authority;

    public TlsTests() => _authority = new TestCertificates(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sip:room@127.0.0.1:{0};transport=tls")]
    [InlineData("sips:room@localhost:{0}")]
    public async Task Two_loops_call_each_other(string address)
    {
        using var bridge = Host(_authority.Issue("bridge", ["127.0.0.1"]));
        using var room = Host(_authority.Issue("room", ["127.0.0.1", "localhost"]));
        bridge.Dial(1, string.Format(System.Globalization.CultureInfo.InvariantCulture, address, room.Loop.BoundTlsPort));
        var incoming = await room.Wait<CallEvent.Incoming>();
        Assert.Equal(SipTransport.Tls, incoming.Source.Transport);
        room.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        await bridge.Wait<CallEvent.Answered>();
        await room.Wait<CallEvent.Answered>();
        room.Loop.Post(new CallCommand.HangUp(incoming.Call));
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>()).By);
        await room.Wait<CallEvent.Ended>();
        Assert.Equal((0, 0), (bridge.Loop.Counters.Faults, room.Loop.Counters.Faults));
    }

    [Theory]
    [InlineData("other name", false)]
    [InlineData("stranger", false)]
    [InlineData("expired", false)]
    [InlineData("unchecked", true)]
    public async Task Only_the_room_that_was_dialled_is_called(string kind, bool isCalled)
    {
        var shown = kind switch
        {
            "other name" => _authority.Issue("room", ["192.0.2.1", "room.example"]),
            "expired" => _authority.Issue("room", ["127.0.0.1"], validDays: 0),
            _ => new TestCertificates(_folder.Path, "stranger").Issue("room", ["127.0.0.1"]),
        };
        var own = _authority.Issue("bridge", ["127.0.0.1"]);
        using var room = Host(shown);
        using var bridge = Host(kind == "unchecked" ? own with { UncheckedHosts = new HashSet<string> { "127.0.0.1" } } : own);
        bridge.Dial(1, room.UriBy("tls"));
        if (isCalled)
        {
            await room.Wait<CallEvent.Incoming>();
            return;
        }

        var failure = (await bridge.Wait<CallEvent.Failed>()).Failure;
        Assert.Equal(CallFailureKind.Unreachable, failure.Kind);
        Assert.Contains("the certificate of 127.0.0.1 is refused", failure.Phrase, StringComparison.Ordinal);
        Assert.Empty(room.Events);
    }

    [Theory]
    [InlineData("room.example", new[] { "room.example" }, null, true)]
    [InlineData("ROOM.example", new[] { "room.example" }, null, true)]
    [InlineData("room.example", new[] { "*.example" }, null, false)]
    [InlineData("room.example", new[] { "192.0.2.1" }, null, false)]
    [InlineData("192.0.2.1", new[] { "192.0.2.1", "room.example" }, null, true)]
    [InlineData("192.0.2.1", new[] { "room.example" }, null, false)]
    [InlineData("cn.example", new string[0], null, true)]
    [InlineData("cn.example", new[] { "room.example" }, null, false)]
    [InlineData("khanhhoa.vn", new[] { "room.example" }, "sip:khanhhoa.vn", true)]
    [InlineData("room.example", new[] { "room.example" }, "sip:khanhhoa.vn", false)]
    [InlineData("khanhhoa.vn", new string[0], "sip:anybody@khanhhoa.vn", false)]
    public void A_certificate_names_the_host(string host, string[] names, string? uri, bool isFor)
    {
        var options = _authority.Issue("cn.example", names, uri: uri);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(options.CertificateFile);
        Assert.Equal(isFor, PeerCertificate.IsFor(certificate, host));
    }

    [Fact]
    public async Task Files_that_change_are_read_again_and_broken_ones_leave_the_old_in_force()
    {
        var tls = _authority.Issue("room", ["127.0.0.1"]);
        var log = new WrittenLog();
        using var room = Host(tls, log);
        var before = await Shown(room, null);
        _authority.Issue("room", ["127.0.0.1", "new.example"]);
        await Eventually.True(Patience, async () => await Shown(room, null) != before);
        var after = await Shown(room, null);
        File.WriteAllText(tls.CertificateFile, "rubbish");
        await Eventually.True(Patience, async () =>
        {
            Assert.Equal(after, await Shown(room, null));
            return log.Written.Any(line => line.Contains("The new TLS files cannot be used", StringComparison.Ordinal));
        });
        Assert.Equal(after, await Shown(room, null));
    }

    [Theory]
    [InlineData(ClientCertificates.None, "none", true)]
    [InlineData(ClientCertificates.Optional, "none", true)]
    [InlineData(ClientCertificates.Optional, "own", true)]
    [InlineData(ClientCertificates.Optional, "stranger", false)]
    [InlineData(ClientCertificates.Required, "none", false)]
    [InlineData(ClientCertificates.Required, "own", true)]
    [InlineData(ClientCertificates.Required, "stranger", false)]
    public async Task Who_connects_may_have_to_show_a_certificate(ClientCertificates wanted, string shown, bool isTaken)
    {
        using var room = Host(_authority.Issue("room", ["127.0.0.1"]) with { ClientCertificates = wanted });
        var issuer = shown == "stranger" ? new TestCertificates(_folder.Path, "stranger") : _authority;
        var files = issuer.Issue("caller", []);
        using var certificate = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
        Assert.Equal(isTaken, await IsServed(room, shown == "none" ? null : certificate));
    }

    [Fact]
    public async Task Openssl_finds_the_certificate_good_and_nothing_older_than_tls_1_2()
    {
        using var room = Host(_authority.Issue("room", ["127.0.0.1"]));
        var port = room.Loop.BoundTlsPort!.Value;
        Assert.Contains("Verify return code: 0 (ok)", await OpenSsl("good", port, "-CAfile", _authority.AuthorityFile, "-verify_ip", "127.0.0.1", "-verify_return_error"), StringComparison.Ordinal);
        Assert.Contains("IP address mismatch", await OpenSsl("name", port, "-CAfile", _authority.AuthorityFile, "-verify_ip", "127.0.0.2"), StringComparison.Ordinal);
        Assert.Contains("TLSv1.2", await OpenSsl("1.2", port, "-tls1_2"), StringComparison.Ordinal);
        Assert.Contains("Cipher is (NONE)", await OpenSsl("1.1", port, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_our_own_is_made_once_and_only_its_owner_reads_the_key()
    {
        var (certificate, key) = (Path.Combine(_folder.Path, "keys", "sip.crt"), Path.Combine(_folder.Path, "keys", "sip.key"));
        Assert.True(TlsCertificates.MakeOwn(certificate, key, ["10.0.0.5"], DateTimeOffset.UtcNow));
        var made = File.ReadAllText(certificate);
        Assert.False(TlsCertificates.MakeOwn(certificate, key, ["10.0.0.6"], DateTimeOffset.UtcNow));
        Assert.Equal(made, File.ReadAllText(certificate));
        using var read = X509Certificate2.CreateFromPemFile(certificate, key);
        Assert.True(PeerCertificate.IsFor(read, "10.0.0.5") && PeerCertificate.IsFor(read, Environment.MachineName));
        Assert.Null(PeerCertificate.RefuseServer(read, [], [read], "10.0.0.5"));
        Assert.NotNull(PeerCertificate.RefuseServer(read, [], [], "10.0.0.5"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    [Fact]
    public void A_port_in_use_is_said_in_one_line_or_warned_of()
    {
        var tls = _authority.Issue("room", ["127.0.0.1"]);
        using var first = Host(tls);
        var taken = new SipConnectionOptions { TlsPort = first.Loop.BoundTlsPort, Tls = tls };
        var fault = Assert.Throws<SipPortInUseException>(() => new LoopHost(connections: taken));
        Assert.Contains($"TLS 127.0.0.1:{first.Loop.BoundTlsPort}: another program has this port", fault.Message, StringComparison.Ordinal);
        using var other = new LoopHost(connections: taken with { IsTlsPortFirm = false });
        Assert.Null(other.Loop.BoundTlsPort);
        Assert.Throws<TlsFilesException>(() => new LoopHost(connections: taken with { Tls = tls with { KeyFile = "/no/such.key" } }));
    }

    private static LoopHost Host(TlsOptions tls, WrittenLog? log = null) =>
        new(IncomingPolicy.Answer, connections: new SipConnectionOptions { TlsPort = 0, Tls = tls }, log: log);

    /// <summary>The certificate a caller sees.</summary>
    private static async Task<string> Shown(LoopHost room, X509Certificate2? own)
    {
        using var stream = await Connect(room, own);
        return stream.RemoteCertificate!.GetCertHashString();
    }

    private static async Task<bool> IsServed(LoopHost room, X509Certificate2? own)
    {
        try
        {
            using var stream = await Connect(room, own);
            await stream.WriteAsync("\r\n\r\n"u8.ToArray());
            using var limit = new CancellationTokenSource(Patience);
            return await stream.ReadAsync(new byte[2], limit.Token) > 0;
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException)
        {
            return false;
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5359", Justification = "The test looks at what is shown; it trusts nobody.")]
    private static async Task<SslStream> Connect(LoopHost room, X509Certificate2? own)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, room.Loop.BoundTlsPort!.Value);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ClientCertificates = own is null ? null : [own],
        });
        return stream;
    }

    private async Task<string> OpenSsl(string name, int port, params string[] arguments)
    {
        using var program = ClientProgram.Start(
            "timeout", "coreutils", Path.Combine(_folder.Path, name + ".log"), _folder.Path,
            ["10", "openssl", "s_client", "-connect", $"127.0.0.1:{port}", .. arguments]);
        program.Say("Q"); // once it has said what it found
        await program.AwaitLastWord(Patience);
        return program.Log;
    }
}
