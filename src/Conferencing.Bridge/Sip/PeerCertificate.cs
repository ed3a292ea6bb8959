using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// Judges a TLS peer's certificate: its chain up to a trusted one, and its name against the host that was dialled (RFC 5922). Does not ask
/// whether it was revoked: a province's network may reach nobody who knows.
/// </summary>
internal static class PeerCertificate
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1"; // id-kp-serverAuth
    private const string ClientUse = "1.3.6.1.5.5.7.3.2"; // id-kp-clientAuth
    private const string AlternativeNames = "2.5.29.17"; // id-ce-subjectAltName

    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag DnsTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag AddressTag = new(TagClass.ContextSpecific, 7);

    /// <summary>Null when the certificate is the dialled host's; else what is wrong with it.</summary>
    public static string? RefuseServer(X509Certificate2 shown, X509Certificate2Collection others, X509Certificate2Collection trusted, string host) =>
        RefuseChain(shown, others, trusted, ServerUse) ?? (IsFor(shown, host) ? null : $"it is not for {host}");

    /// <summary>Null when somebody we trust has signed it.</summary>
    public static string? RefuseClient(X509Certificate2 shown, X509Certificate2Collection others, X509Certificate2Collection trusted) =>
        RefuseChain(shown, others, trusted, ClientUse);

    /// <summary>
    /// RFC 5922 section 7.1 and 7.2: sip: URIs and DNS names of subjectAltName, the subject's name only where there are none; no wildcards.
    /// </summary>
    public static bool IsFor(X509Certificate2 certificate, string host)
    {
        var names = Names(certificate);
        if (IPAddress.TryParse(host, out var address))
            return names.Addresses.Contains(address);
        var known = names.Uris.Count > 0 ? names.Uris : names.Hosts;
        if (known.Count == 0 && names.Addresses.Count == 0)
            known = [certificate.GetNameInfo(X509NameType.SimpleName, false)];
        return known.Contains(host, StringComparer.OrdinalIgnoreCase);
    }

    private static string? RefuseChain(X509Certificate2 shown, X509Certificate2Collection others, X509Certificate2Collection trusted, string use)
    {
        var reason = RefuseChain(shown, others, null, use, X509ChainTrustMode.System);
        return reason is null || trusted.Count == 0 ? reason : RefuseChain(shown, others, trusted, use, X509ChainTrustMode.CustomRootTrust);
    }

    private static string? RefuseChain(
        X509Certificate2 shown, X509Certificate2Collection others, X509Certificate2Collection? trusted, string use, X509ChainTrustMode mode)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = mode;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(use));
        chain.ChainPolicy.ExtraStore.AddRange(others);
        if (trusted is not null)
            chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        return chain.Build(shown) ? null : string.Join(", ", chain.ChainStatus.Select(one => one.StatusInformation.Trim().TrimEnd('.')).Distinct());
    }

    private static (List<string> Uris, List<string> Hosts, List<IPAddress> Addresses) Names(X509Certificate2 certificate)
    {
        var (uris, hosts, addresses) = (new List<string>(), new List<string>(), new List<IPAddress>());
        var extension = certificate.Extensions.FirstOrDefault(one => one.Oid?.Value == AlternativeNames);
        if (extension is null)
            return (uris, hosts, addresses);
        var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag.HasSameClassAndValue(UriTag))
                AddUri(uris, names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
            else if (tag.HasSameClassAndValue(DnsTag))
                hosts.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, DnsTag));
            else if (tag.HasSameClassAndValue(AddressTag))
                addresses.Add(new IPAddress(names.ReadOctetString(AddressTag)));
            else
                names.ReadEncodedValue();
        }

        return (uris, hosts, addresses);
    }

    /// <summary>A sip: URI without a user names a domain; one with a user names a person (RFC 5922 section 7.1).</summary>
    private static void AddUri(List<string> uris, string uri)
    {
        if (uri.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) && !uri.Contains('@', StringComparison.Ordinal))
            uris.Add(uri[4..].Split(':', ';')[0]);
    }
}
