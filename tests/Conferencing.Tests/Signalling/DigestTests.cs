using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

public sealed class DigestTests
{
    private const string Nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private const string ClientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static readonly DigestCredential Mufasa = new("http-auth@example.org", null, "Mufasa", "Circle of Life");

    /// <summary>RFC 7616 section 3.9.1.</summary>
    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_examples_of_the_rfc(string algorithm, string response)
    {
        var header = $"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, nonce=\"{Nonce}\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        Assert.True(DigestChallenge.TryParse(header, out var challenge));
        var value = new DigestAnswer(challenge, Mufasa, ClientNonce).Next("GET", "/dir/index.html");
        Assert.Contains($"response=\"{response}\"", value, StringComparison.Ordinal);
        Assert.Contains("qop=auth, nc=00000001", value, StringComparison.Ordinal);
        Assert.Contains("opaque=\"FQhe/", value, StringComparison.Ordinal);
    }

    /// <summary>RFC 2617 section 3.5 without qop is the form of RFC 2069.</summary>
    [Fact]
    public void Without_qop_the_old_form_is_used()
    {
        Assert.True(DigestChallenge.TryParse("Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"", out var challenge));
        var credential = new DigestCredential(null, null, "Mufasa", "Circle Of Life");
        var value = new DigestAnswer(challenge, credential, "unused").Next("GET", "/dir/index.html");
        Assert.Contains("response=\"670fd8c2df070c60b045671b8b24ff02\"", value, StringComparison.Ordinal);
        Assert.DoesNotContain("cnonce", value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\"", true)]
    [InlineData("digest REALM=r, NONCE=n, stale=TRUE", true)]
    [InlineData("Basic realm=\"r\"", false)]
    [InlineData("Digest nonce=\"n\"", false)]
    [InlineData("Digest realm=\"r\"", false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256", false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess", false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess, qop=\"auth\"", true)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=sha-256-SESS, qop=auth", true)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"", false)]
    [InlineData("Digest realm=\"a, b\", nonce=\"n\"", true)]
    public void A_challenge_is_understood_or_not(string header, bool isUnderstood) =>
        Assert.Equal(isUnderstood, DigestChallenge.TryParse(header, out _));

    [Fact]
    public void A_credential_does_not_show_its_password_as_text()
    {
        var text = new DigestCredential("r", "h", "name", "secret").ToString();
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("name", text, StringComparison.Ordinal);
    }
}
