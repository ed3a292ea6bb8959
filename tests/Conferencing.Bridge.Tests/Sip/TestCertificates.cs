using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Conferencing.Bridge.Sip;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>A certificate authority of the tests' own, and what it issues, as PEM files in a folder.</summary>
internal sealed class TestCertificates
{
    private readonly string _folder;
    private readonly X509Certificate2 _authority;

    public TestCertificates(string folder, string name = "authority")
    {
        _folder = folder;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=Test {name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
        File.WriteAllText(AuthorityFile = Path.Combine(folder, name + ".pem"), _authority.ExportCertificatePem());
    }

    public string AuthorityFile { get; }

    /// <summary>A certificate for these names, in NAME.crt, NAME.key and, both together, NAME.pem.</summary>
    public TlsOptions Issue(string name, string[] hosts, int validDays = 5, string? uri = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        }

        if (uri is not null) names.AddUri(new Uri(uri));
        if (hosts.Length > 0 || uri is not null) request.CertificateExtensions.Add(names.Build());
        var from = DateTimeOffset.UtcNow.AddDays(-1).AddDays(Math.Min(0, validDays - 1));
        using var made = request.Create(_authority, from < _authority.NotBefore ? _authority.NotBefore : from, DateTimeOffset.UtcNow.AddDays(validDays), RandomNumberGenerator.GetBytes(8));
        var (certificate, secret) = (made.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(Path.Combine(_folder, name + ".key"), secret);
        File.WriteAllText(Path.Combine(_folder, name + ".crt"), certificate);
        File.WriteAllText(Path.Combine(_folder, name + ".pem"), secret + certificate);
        return new TlsOptions
        {
            CertificateFile = Path.Combine(_folder, name + ".crt"),
            KeyFile = Path.Combine(_folder, name + ".key"),
            TrustedFile = AuthorityFile,
        };
    }
}
