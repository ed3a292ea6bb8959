using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;

namespace Conferencing.Tests.Signalling;

/// <summary>Keys in the SDP (RFC 4568): which lines are honoured, what is offered and answered under each policy, and that no key is shown.</summary>
public sealed class CryptoTests
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n";
    private const string Key128 = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private const string Cm128 = "AES_CM_128_HMAC_SHA1_80 inline:" + Key128;
    private static readonly string Gcm128 = "AEAD_AES_128_GCM inline:" + Convert.ToBase64String(new byte[28]);
    private static readonly string Cm256 = "AES_256_CM_HMAC_SHA1_80 inline:" + Convert.ToBase64String(new byte[46]);

    [Theory]
    [InlineData("1 " + Cm128, 1, CryptoSuite.AesCm128HmacSha1Tag80, "")]
    [InlineData("999999999 aes_cm_128_hmac_sha1_32 INLINE:" + Key128, 999_999_999, CryptoSuite.AesCm128HmacSha1Tag32, "")]
    [InlineData("1 " + Cm128 + "|2^31", 1, CryptoSuite.AesCm128HmacSha1Tag80, "")]
    [InlineData("1 " + Cm128 + "|2^20|1:4", 1, CryptoSuite.AesCm128HmacSha1Tag80, "00000001")]
    [InlineData("1 " + Cm128 + "|258:2", 1, CryptoSuite.AesCm128HmacSha1Tag80, "0102")]
    [InlineData("1 " + Cm128 + "|1:10", 1, CryptoSuite.AesCm128HmacSha1Tag80, "00000000000000000001")]
    [InlineData("1 " + Cm128 + " WSH=128 -X=1 KDR=0", 1, CryptoSuite.AesCm128HmacSha1Tag80, "")]
    public void A_line_is_read(string line, int tag, CryptoSuite suite, string identifier)
    {
        var read = CryptoAttribute.Parse(line)!;
        Assert.Equal((tag, suite, identifier), (read.Tag, read.Key.Suite, Convert.ToHexString(read.Key.Identifier)));
        Assert.Equal(Key128, Convert.ToBase64String(read.Key.Material));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("x " + Cm128)]
    [InlineData("-1 " + Cm128)]
    [InlineData("1234567890 " + Cm128)]
    [InlineData("1 F8_128_HMAC_SHA1_80 inline:" + Key128)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 uri:" + Key128)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19z")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key128 + Key128)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:!!!!")]
    [InlineData("1 AEAD_AES_128_GCM inline:" + Key128)]
    [InlineData("1 " + Cm128 + "|1:4;inline:" + Key128 + "|2:4")]
    [InlineData("1 " + Cm128 + "|1:4|2:4")]
    [InlineData("1 " + Cm128 + "|1:0")]
    [InlineData("1 " + Cm128 + "|1:129")]
    [InlineData("1 " + Cm128 + "|256:1")]
    [InlineData("1 " + Cm128 + "|x:4")]
    [InlineData("1 " + Cm128 + "|2^31|1:4|9")]
    [InlineData("1 " + Cm128 + " UNENCRYPTED_SRTP")]
    [InlineData("1 " + Cm128 + " UNENCRYPTED_SRTCP")]
    [InlineData("1 " + Cm128 + " UNAUTHENTICATED_SRTP")]
    [InlineData("1 " + Cm128 + " KDR=4")]
    [InlineData("1 " + Cm128 + " FEC_ORDER=FEC_SRTP")]
    public void A_line_that_cannot_be_honoured_to_the_letter_is_none(string line) => Assert.Null(CryptoAttribute.Parse(line));

    [Fact]
    public void Padding_may_be_left_out()
    {
        var full = Convert.ToBase64String(new byte[46]);
        Assert.EndsWith("==", full, StringComparison.Ordinal);
        Assert.Equal(CryptoAttribute.Parse($"1 AES_256_CM_HMAC_SHA1_80 inline:{full}"), CryptoAttribute.Parse($"1 AES_256_CM_HMAC_SHA1_80 inline:{full.TrimEnd('=')}"));
    }

    [Theory]
    [InlineData("baresip-srtp-best-effort", CallEncryption.Off, "RTP/AVP", null)]
    [InlineData("baresip-srtp-best-effort", CallEncryption.Preferred, "RTP/AVP", "1 AES_CM_128_HMAC_SHA1_80")]
    [InlineData("baresip-srtp-best-effort", CallEncryption.Required, "RTP/AVP", "1 AES_CM_128_HMAC_SHA1_80")]
    [InlineData("baresip-srtp", CallEncryption.Preferred, "RTP/SAVP", "1 AES_CM_128_HMAC_SHA1_80")]
    [InlineData("baresip-srtp", CallEncryption.Required, "RTP/SAVP", "1 AES_CM_128_HMAC_SHA1_80")]
    [InlineData("baresip-srtp-feedback", CallEncryption.Preferred, "RTP/SAVPF", "1 AES_CM_128_HMAC_SHA1_80")]
    [InlineData("linphone-srtp", CallEncryption.Preferred, "RTP/SAVP", "1 AES_CM_128_HMAC_SHA1_80")]
    [InlineData("linphone-audio", CallEncryption.Preferred, "RTP/AVP", null)]
    public void An_offer_of_a_real_client_is_answered_with_its_first_common_suite(string client, CallEncryption policy, string profile, string? chosen)
    {
        var negotiation = Negotiation(policy);
        var answer = negotiation.Answer(SdpTests.Offer(client), out var reject);
        Assert.Equal(SdpReject.None, reject);
        var media = Read(answer!).Media.Single(media => media.Kind == "audio");
        Assert.Equal(profile, media.Profile);
        if (chosen is null)
        {
            Assert.Null(negotiation.Agreed!.Crypto);
            Assert.DoesNotContain(media.Attributes, attribute => attribute.Name == "crypto");
            return;
        }

        var line = Assert.Single(media.Attributes, attribute => attribute.Name == "crypto").Value;
        Assert.StartsWith(chosen + " inline:", line, StringComparison.Ordinal);
        var theirs = CryptoAttribute.Parse(Read(SdpTests.Offer(client)).Media[0].Find("crypto")!)!;
        Assert.Equal(CryptoAttribute.Parse(line)!.Key, negotiation.Agreed!.Crypto!.Send);
        Assert.Equal(theirs.Key, negotiation.Agreed.Crypto.Receive);
        Assert.NotEqual(negotiation.Agreed.Crypto.Send, negotiation.Agreed.Crypto.Receive);
    }

    [Theory]
    [InlineData("baresip-srtp", CallEncryption.Off, SdpReject.UnsupportedProfile)]
    [InlineData("linphone-audio", CallEncryption.Required, SdpReject.NotEncrypted)]
    [InlineData("baresip-dtls", CallEncryption.Preferred, SdpReject.UnsupportedProfile)]
    [InlineData("chromium", CallEncryption.Required, SdpReject.UnsupportedProfile)]
    public void An_offer_below_or_beyond_the_policy_is_refused(string client, CallEncryption policy, SdpReject reason)
    {
        Assert.Null(Negotiation(policy).Answer(SdpTests.Offer(client), out var reject));
        Assert.Equal(reason, reject);
    }

    [Theory]
    [InlineData("RTP/SAVP 8", "", CallEncryption.Preferred, SdpReject.NoCommonSuite, null)]
    [InlineData("RTP/SAVP 8", "9 F8_128_HMAC_SHA1_80 inline:x", CallEncryption.Required, SdpReject.NoCommonSuite, null)]
    [InlineData("RTP/AVP 8", "9 F8_128_HMAC_SHA1_80 inline:x", CallEncryption.Preferred, SdpReject.None, null)]
    [InlineData("RTP/AVP 8", "9 F8_128_HMAC_SHA1_80 inline:x", CallEncryption.Required, SdpReject.NotEncrypted, null)]
    [InlineData("RTP/SAVP 8", "9 F8_128_HMAC_SHA1_80 inline:x,7 $GCM,8 $CM", CallEncryption.Required, SdpReject.None, "7 AEAD_AES_128_GCM")]
    [InlineData("RTP/SAVP 8", "3 $256,8 $CM", CallEncryption.Preferred, SdpReject.None, "3 AES_256_CM_HMAC_SHA1_80")]
    public void An_offers_lines_are_taken_in_its_order(string stream, string lines, CallEncryption policy, SdpReject verdict, string? chosen)
    {
        var answer = Negotiation(policy).Answer(Encoding.UTF8.GetBytes(Sdp(stream, lines)), out var reject);
        Assert.Equal(verdict, reject);
        var line = answer is null ? null : Read(answer).Media[0].Find("crypto");
        Assert.Equal(chosen, line?[..line.IndexOf(" inline", StringComparison.Ordinal)]);
    }

    /// <summary>Our offer has tag 1 AEAD_AES_256_GCM, 2 AEAD_AES_128_GCM, 3 AES_CM_128_HMAC_SHA1_80.</summary>
    [Theory]
    [InlineData("RTP/AVP 8", "3 $CM", CallEncryption.Preferred, SdpReject.None, CryptoSuite.AesCm128HmacSha1Tag80)]
    [InlineData("RTP/SAVP 8", "2 $GCM", CallEncryption.Required, SdpReject.None, CryptoSuite.AeadAes128Gcm)]
    [InlineData("RTP/AVP 8", "", CallEncryption.Preferred, SdpReject.None, null)]
    [InlineData("RTP/AVP 8", "", CallEncryption.Required, SdpReject.NotEncrypted, null)]
    [InlineData("RTP/SAVP 8", "", CallEncryption.Preferred, SdpReject.NoCommonSuite, null)]
    [InlineData("RTP/SAVP 8", "1 $CM", CallEncryption.Preferred, SdpReject.NoCommonSuite, null)]
    [InlineData("RTP/SAVP 8", "4 $256", CallEncryption.Preferred, SdpReject.NoCommonSuite, null)]
    [InlineData("RTP/AVP 8", "1 AEAD_AES_256_GCM inline:short", CallEncryption.Preferred, SdpReject.NoCommonSuite, null)]
    [InlineData("RTP/AVP 8", "3 $CM UNENCRYPTED_SRTP", CallEncryption.Required, SdpReject.NoCommonSuite, null)]
    public void An_answer_is_held_to_our_offer(string stream, string lines, CallEncryption policy, SdpReject verdict, CryptoSuite? suite)
    {
        var negotiation = Negotiation(policy);
        negotiation.Offer();
        Assert.Equal(verdict, negotiation.Apply(Encoding.UTF8.GetBytes(Sdp(stream, lines))));
        Assert.Equal(suite, negotiation.Agreed?.Crypto?.Suite);
    }

    [Fact]
    public void Keys_are_random_different_for_each_suite_and_the_same_in_every_description()
    {
        var negotiation = Negotiation(CallEncryption.Required);
        var first = Read(negotiation.Offer()).Media[0].Attributes.Where(attribute => attribute.Name == "crypto").ToList();
        negotiation.CloseOffer();
        Assert.Equal(first, Read(negotiation.Offer()).Media[0].Attributes.Where(attribute => attribute.Name == "crypto"));
        Assert.Equal(3, first.Select(line => CryptoAttribute.Parse(line.Value)!.Key).Distinct().Count());
        Assert.NotEqual(first, Read(new MediaNegotiation(SimulatedAgent.Sound, 1, OwnCrypto.For(CallEncryption.Required, new Random(2))).Offer())
            .Media[0].Attributes.Where(attribute => attribute.Name == "crypto"));
    }

    [Fact]
    public void A_refresh_with_the_same_keys_agrees_on_the_same()
    {
        var negotiation = Negotiation(CallEncryption.Preferred);
        negotiation.Answer(SdpTests.Offer("linphone-srtp"), out _);
        var before = negotiation.Agreed;
        negotiation.Answer(SdpTests.Offer("linphone-srtp"), out _);
        Assert.True(MediaNegotiation.Same(before, negotiation.Agreed));
    }

    [Fact]
    public void No_key_is_in_what_is_told()
    {
        var negotiation = Negotiation(CallEncryption.Preferred);
        negotiation.Answer(SdpTests.Offer("baresip-srtp"), out _);
        var told = $"{new CallEvent.Answered(new CallHandle(1), negotiation.Agreed!)}";
        Assert.Contains("not shown", told, StringComparison.Ordinal);
        Assert.DoesNotContain("System.Byte", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(negotiation.Agreed!.Crypto!.Receive.Material), told, StringComparison.Ordinal);
    }

    [Fact]
    public void Preferred_is_offered_beside_the_plain_profile_and_the_invite_fits_a_datagram()
    {
        var invite = Dial(new ScriptedPeer(), CallEncryption.Preferred);
        var lines = Encoding.UTF8.GetString(invite.Body.Span).Split("\r\n");
        Assert.Contains("m=audio 20000 RTP/AVP 8 0 101", lines);
        Assert.Equal(["1 AEAD_AES_256_GCM", "2 AEAD_AES_128_GCM", "3 AES_CM_128_HMAC_SHA1_80"], lines.Where(line => line.StartsWith("a=crypto:", StringComparison.Ordinal))
            .Select(line => line[9..line.IndexOf(" inline", StringComparison.Ordinal)]));
        Assert.InRange(SipWriter.Write(invite).Length, 1, 1300);
    }

    [Theory]
    [InlineData(488)]
    [InlineData(606)]
    [InlineData(415)]
    public void A_peer_that_refuses_the_plain_profile_is_called_once_more_in_the_secure_one(int status)
    {
        var peer = new ScriptedPeer();
        var first = Dial(peer, CallEncryption.Preferred);
        peer.Reply(first, status);
        var second = peer.LastRequest;
        Assert.Equal("INVITE", second.Method);
        Assert.Equal((first.CallId, first.CSeq.Sequence + 1), (second.CallId, second.CSeq.Sequence));
        Assert.Contains("m=audio 20000 RTP/SAVP 8 0 101\r\n", Encoding.UTF8.GetString(second.Body.Span), StringComparison.Ordinal);
        peer.Reply(second, 200, Sdp("RTP/SAVP 8", "3 $CM"), "Contact: <sip:there@192.0.2.9>");
        Assert.Equal(CryptoSuite.AesCm128HmacSha1Tag80, Assert.IsType<CallEvent.Answered>(peer.Events.Last()).Media.Crypto!.Suite);
    }

    [Fact]
    public void A_peer_that_refuses_both_fails_once()
    {
        var peer = new ScriptedPeer();
        peer.Reply(Dial(peer, CallEncryption.Preferred), 488);
        peer.Reply(peer.LastRequest, 488);
        var failure = Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure;
        Assert.Equal((CallFailureKind.NoUsableMedia, 488), (failure.Kind, failure.Status));
        Assert.Equal(2, peer.Count("INVITE"));
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void A_peer_that_answers_plain_is_in_the_call_where_encryption_is_preferred()
    {
        var peer = new ScriptedPeer();
        peer.Reply(Dial(peer, CallEncryption.Preferred), 200, ScriptedPeer.PlainSdp, "Contact: <sip:there@192.0.2.9>");
        Assert.Null(Assert.IsType<CallEvent.Answered>(peer.Events.Last()).Media.Crypto);
    }

    [Theory]
    [InlineData("RTP/AVP 8", "")]
    [InlineData("RTP/SAVP 8", "")]
    [InlineData("RTP/SAVP 8", "9 $CM")]
    public void Where_encryption_is_required_a_plain_answer_ends_the_call(string stream, string lines)
    {
        var peer = new ScriptedPeer();
        var invite = Dial(peer, CallEncryption.Required);
        Assert.Contains("m=audio 20000 RTP/SAVP 8 0 101\r\n", Encoding.UTF8.GetString(invite.Body.Span), StringComparison.Ordinal);
        peer.Reply(invite, 200, Sdp(stream, lines), "Contact: <sip:there@192.0.2.9>");
        Assert.Equal("BYE", peer.LastRequest.Method);
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(CallFailureKind.NotEncrypted, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
    }

    [Fact]
    public void Where_encryption_is_required_a_refusal_of_the_offer_says_so_and_no_plain_one_follows()
    {
        var peer = new ScriptedPeer();
        peer.Reply(Dial(peer, CallEncryption.Required), 488);
        Assert.Equal(CallFailureKind.NotEncrypted, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
        Assert.Equal(1, peer.Count("INVITE"));
    }

    [Fact]
    public void Where_encryption_is_required_the_peer_cannot_end_it_within_the_call()
    {
        var peer = new ScriptedPeer();
        var invite = Dial(peer, CallEncryption.Required);
        peer.Reply(invite, 200, Sdp("RTP/SAVP 8", "3 $CM"), "Contact: <sip:there@192.0.2.9>");
        peer.Ask(invite, "INVITE", 2, ScriptedPeer.PlainSdp);
        Assert.Equal(488, peer.LastResponse.Status);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Fact]
    public void A_new_key_of_the_peer_is_told_and_ours_stays()
    {
        var peer = new ScriptedPeer();
        var invite = Dial(peer, CallEncryption.Required);
        peer.Reply(invite, 200, Sdp("RTP/SAVP 8", "3 $CM"), "Contact: <sip:there@192.0.2.9>");
        var before = Assert.IsType<CallEvent.Answered>(peer.Events.Last()).Media.Crypto!;
        peer.Ask(invite, "INVITE", 2, Sdp("RTP/SAVP 8", "1 AES_CM_128_HMAC_SHA1_80 inline:" + Convert.ToBase64String(new byte[30])));
        var after = Assert.IsType<CallEvent.MediaChanged>(peer.Events.Last()).Media.Crypto!;
        Assert.Equal(before.Send, after.Send);
        Assert.NotEqual(before.Receive, after.Receive);
    }

    private static SipRequest Dial(ScriptedPeer peer, CallEncryption encryption)
    {
        peer.Do(new CallCommand.Dial(
            ScriptedPeer.Call, "sip:room@192.0.2.9", "Giao ban toàn tỉnh đầu tuần của Ủy ban nhân dân", SimulatedAgent.Sound with { Encryption = encryption }, TimeSpan.FromSeconds(30)));
        return peer.LastRequest;
    }

    private static MediaNegotiation Negotiation(CallEncryption policy) => new(SimulatedAgent.Sound, 1, OwnCrypto.For(policy, new Random(1)));

    private static string Sdp(string stream, string lines)
    {
        var text = new StringBuilder(Head).Append("m=audio 4000 ").Append(stream).Append("\r\n");
        foreach (var line in lines.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var written = line.Replace("$CM", Cm128, StringComparison.Ordinal).Replace("$GCM", Gcm128, StringComparison.Ordinal).Replace("$256", Cm256, StringComparison.Ordinal);
            text.Append("a=crypto:").Append(written).Append("\r\n");
        }

        return text.ToString();
    }

    private static SessionDescription Read(byte[] bytes)
    {
        Assert.Equal(SdpReject.None, SdpParser.Parse(bytes, out var description));
        return description!;
    }
}
