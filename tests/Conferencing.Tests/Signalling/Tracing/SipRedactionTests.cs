using System.Text;
using Conferencing.Signalling.Tracing;

namespace Conferencing.Tests.Signalling.Tracing;

public sealed class SipRedactionTests
{
    [Theory]
    [InlineData("Authorization: Digest username=\"a\", response=\"beef\"", "Authorization: Digest ***")]
    [InlineData("proxy-authorization : Basic c2VjcmV0", "proxy-authorization : Basic ***")]
    [InlineData("Authorization: justsecret", "Authorization: ***")]
    [InlineData("Authorization: Digest username=\"a\",\r\n response=\"beef\",\r\n\tcnonce=\"dead\"\r\nTo: <sip:x@y>", "Authorization: Digest ***\r\nTo: <sip:x@y>")]
    [InlineData("Authentication-Info: rspauth=\"beef\"", "Authentication-Info: ***")]
    [InlineData("WWW-Authenticate: Digest realm=\"tinh\", nonce=\"n1\"", "WWW-Authenticate: Digest realm=\"tinh\", nonce=\"n1\"")]
    [InlineData("To: <sip:alice:hunter2@example.vn;lr>", "To: <sip:alice:***@example.vn;lr>")]
    [InlineData("From: \"Hội nghị\" <sips:bob:p%40ss@10.0.0.1:5061>;tag=1", "From: \"Hội nghị\" <sips:bob:***@10.0.0.1:5061>;tag=1")]
    [InlineData("INVITE sip:700123*4711@bridge SIP/2.0", "INVITE sip:700123****@bridge SIP/2.0")]
    [InlineData("To: <sip:700123**4711@bridge>", "To: <sip:700123*****@bridge>")]
    [InlineData("To: <sip:700123,,4711#@bridge>", "To: <sip:700123,,***#@bridge>")]
    [InlineData("To: <sip:700123;pin=4711@bridge>", "To: <sip:700123;pin=***@bridge>")]
    [InlineData("To: <sip:700123@bridge;pin=4711>;tag=9", "To: <sip:700123@bridge;pin=***>;tag=9")]
    [InlineData("Refer-To: <sip:700@bridge?X-PIN=4711&Subject=a>", "Refer-To: <sip:700@bridge?X-PIN=***&Subject=a>")]
    [InlineData("To: <sip:*97@10.0.0.1>", "To: <sip:*97@10.0.0.1>")]
    [InlineData("Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1", "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1")]
    [InlineData("Contact: <sip:room@10.0.0.7:5062>;expires=3600", "Contact: <sip:room@10.0.0.7:5062>;expires=3600")]
    public void Heads(string head, string shown) =>
        Assert.Equal(shown + "\r\n\r\n", Clean(head + "\r\n\r\n"));

    [Theory]
    [InlineData("application/sdp", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:S3cretS3cret|2^20|1:4 UNENCRYPTED_SRTCP\r\n", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:*** UNENCRYPTED_SRTCP\r\n")]
    [InlineData("application/sdp", "a=crypto:1 X inline:one;inline:two\r\n", "a=crypto:1 X inline:***;inline:***\r\n")]
    [InlineData("application/sdp", "k=base64:c2VjcmV0\r\na=ice-pwd:longsecret\r\na=ice-ufrag:u\r\n", "k=***\r\na=ice-pwd:***\r\na=ice-ufrag:u\r\n")]
    [InlineData("application/sdp", "a=key-mgmt:mikey AQAFg\r\n", "a=key-mgmt:mikey ***\r\n")]
    [InlineData("application/sdp", "a=fingerprint:sha-256 AB:CD\r\nm=audio 4000 RTP/AVP 8 0\r\n", "a=fingerprint:sha-256 AB:CD\r\nm=audio 4000 RTP/AVP 8 0\r\n")]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", "Signal=***\r\nDuration=160\r\n")]
    [InlineData("application/dtmf-relay", "Signal= #\r\nDuration=160\r\n", "Signal= ***\r\nDuration=160\r\n")]
    [InlineData("application/dtmf", "7", "***")]
    [InlineData("application/kpml-response+xml", "<kpml-response code=\"200\" digits=\"4711\"/>", "<kpml-response code=\"200\" digits=\"***\"/>")]
    [InlineData("application/json", "{\"pin\": \"4711\", \"room\": \"a\"}", "{\"pin\": \"***\", \"room\": \"a\"}")]
    public void Bodies(string type, string body, string shown)
    {
        var head = $"INFO sip:a@b SIP/2.0\r\nContent-Type: {type}\r\n\r\n";
        Assert.Equal(head + shown, Clean(head + body));
    }

    [Fact]
    public void Any_bytes_are_shown_without_a_fault_and_without_growing_beyond_reason()
    {
        var random = new Random(4);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            var text = SipRedaction.Clean(bytes);
            Assert.True(text.Length <= (bytes.Length * 4) + 8);
        }
    }

    /// <summary>Wherever a secret stands in a message with damaged bytes around it, it does not come out.</summary>
    [Fact]
    public void Secrets_stay_hidden_when_the_rest_is_damaged()
    {
        const string Message = "REGISTER sip:tinh.vn SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK7\r\nAuthorization: Digest username=\"room\", response=\"TOPSECRET\"\r\nCall-ID: 1\r\n\r\na=crypto:1 AES inline:TOPSECRET|2^20\r\n";
        var random = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = new StringBuilder(Message);
            var at = random.Next(Message.Length);
            if (IsOfSecret(at))
                continue;
            damaged[at] = (char)random.Next(32, 127);
            Assert.DoesNotContain("TOPSECRET", Clean(damaged.ToString()), StringComparison.Ordinal);
        }

        // A changed name, key word or line end makes another message: what it holds is no longer a credential.
        static bool IsOfSecret(int at)
        {
            var name = Message.IndexOf("\r\nAuthorization", StringComparison.Ordinal);
            var end = Message.IndexOf("Call-ID", StringComparison.Ordinal);
            var key = Message.IndexOf("inline:", StringComparison.Ordinal);
            return (at >= name && at < name + 16) || (at >= end - 3 && at < end) || at >= key || Message[at] is '\r' or '\n';
        }
    }

    private static string Clean(string text) => SipRedaction.Clean(Encoding.UTF8.GetBytes(text));
}
