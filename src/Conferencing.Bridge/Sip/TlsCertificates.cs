using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// Our certificate and whom we trust, from files that are read again when they change; files that cannot be read leave the last good ones
/// in force. From any thread.
/// </summary>
internal sealed class TlsCertificates(TlsOptions options, ILogger logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OwnValidity = TimeSpan.FromDays(3650);

    private readonly Lock _gate = new();
    private Loaded? _loaded;
    private string _stamp = "";
    private long _lookedAt;

    /// <exception cref="TlsFilesException">The files cannot be used and never could; its message is one line.</exception>
    public void Check() => _ = Current();

    /// <summary>For whoever connects to us.</summary>
    public SslServerAuthenticationOptions ForServer()
    {
        var current = Current();
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = current.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = options.ClientCertificates != ClientCertificates.None,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, shown, chain, _) => AcceptClient(shown, chain, current.Trusted),
        };
    }

    /// <summary>For a peer we connect to.</summary>
    /// <param name="host">The name or address that was dialled.</param>
    /// <param name="refused">Told why a certificate is refused.</param>
    public SslClientAuthenticationOptions ForClient(string host, Action<string> refused)
    {
        var current = Current();
        return new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateContext = current.Context,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, shown, chain, _) => AcceptServer(shown, chain, current.Trusted, host, refused),
        };
    }

    /// <summary>Makes a certificate signed by itself where none is yet, so that TLS works at once.</summary>
    /// <returns>Whether it was made now.</returns>
    public static bool MakeOwn(string certificateFile, string keyFile, IEnumerable<string> names, DateTimeOffset now)
    {
        if (File.Exists(certificateFile) && File.Exists(keyFile))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(certificateFile))!);
        using var key = RSA.Create(2048); // old room systems know no other kind
        var request = new CertificateRequest($"CN={Environment.MachineName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Append(Environment.MachineName).Distinct())
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + OwnValidity);
        WritePrivate(keyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificateFile, made.ExportCertificatePem() + "\n");
        return true;
    }

    private static void WritePrivate(string file, string text)
    {
        var only = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            only.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, only);
        writer.WriteLine(text);
    }

    private bool AcceptServer(X509Certificate? shown, X509Chain? chain, X509Certificate2Collection trusted, string host, Action<string> refused)
    {
        if (options.UncheckedHosts.Contains(host))
            return true;
        var reason = shown is X509Certificate2 certificate
            ? PeerCertificate.RefuseServer(certificate, Others(chain), trusted, host)
            : "it shows none";
        if (reason is not null)
            refused($"the certificate of {host} is refused: {reason}");
        return reason is null;
    }

    private bool AcceptClient(X509Certificate? shown, X509Chain? chain, X509Certificate2Collection trusted)
    {
        if (shown is not X509Certificate2 certificate)
            return options.ClientCertificates != ClientCertificates.Required;
        return options.ClientCertificates == ClientCertificates.None || PeerCertificate.RefuseClient(certificate, Others(chain), trusted) is null;
    }

    private static X509Certificate2Collection Others(X509Chain? chain) => chain?.ChainPolicy.ExtraStore ?? [];

    private Loaded Current()
    {
        lock (_gate)
        {
            if (_loaded is not null && System.Diagnostics.Stopwatch.GetElapsedTime(_lookedAt) < LookAgain)
                return _loaded;
            _lookedAt = System.Diagnostics.Stopwatch.GetTimestamp();
            var stamp = Stamp();
            if (stamp != _stamp)
                Load(stamp);
            return _loaded!;
        }
    }

    private void Load(string stamp)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(options.CertificateFile);
            var own = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile);
            var trusted = new X509Certificate2Collection();
            if (options.TrustedFile is { } file)
                trusted.ImportFromPemFile(file);
            var before = _loaded;
            _loaded = new Loaded(SslStreamCertificateContext.Create(own, all, offline: true), trusted);
            if (before is not null)
                logger.LogInformation("SIP over TLS goes on with the certificate {Subject}, valid until {End}", own.Subject, own.NotAfter);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (_loaded is null)
                throw new TlsFilesException(options.CertificateFile, fault.Message);
            logger.LogWarning("The new TLS files cannot be used, the old certificate stays: {Reason}", fault.Message);
        }

        _stamp = stamp;
    }

    private string Stamp() => string.Join('|', new[] { options.CertificateFile, options.KeyFile, options.TrustedFile }
        .OfType<string>().Select(file => new FileInfo(file)).Select(file => file.Exists ? $"{file.LastWriteTimeUtc.Ticks}/{file.Length}" : "-"));

    private sealed record Loaded(SslStreamCertificateContext Context, X509Certificate2Collection Trusted);
}

/// <summary>The TLS files cannot be used; its message is one line for the console.</summary>
public sealed class TlsFilesException(string file, string reason)
    : Exception($"SIP over TLS cannot use {file}: {reason.ReplaceLineEndings(" ")}");
