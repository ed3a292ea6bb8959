using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Sdp;

namespace Conferencing.Tests.Signalling;

public sealed class SdpTests
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n";
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Offers");

    /// <summary>What the bridge has where libopus is there.</summary>
    internal static readonly AudioCapabilities Everything = SimulatedAgent.Sound with
    {
        Formats = [AudioFormat.Opus, AudioFormat.G722, AudioFormat.Pcma, AudioFormat.Pcmu, AudioFormat.TelephoneEvent48, AudioFormat.TelephoneEvent],
        Encryption = CallEncryption.Preferred,
    };

    public static IEnumerable<object[]> Verdicts() => Table("verdicts.txt");

    public static IEnumerable<object[]> Answers() => Table("answers.txt");

    private static IEnumerable<object[]> Table(string file) =>
        from line in File.ReadAllLines(Path.Combine(Folder, file))
        where !line.StartsWith('#')
        select line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Cast<object>().ToArray();

    internal static byte[] Offer(string client) => File.ReadAllBytes(Path.Combine(Folder, client + ".sdp"));

    internal static IEnumerable<byte[]> Corpus() => Directory.GetFiles(Folder, "*.sdp").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void An_offer_of_a_real_client_is_answered(string name, string verdict, string format, string telephoneEvent, string ports)
    {
        Assert.Equal(SdpReject.None, SdpParser.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".sdp")), out var offer));
        var result = OfferAnswer.Answer(offer!, SimulatedAgent.Sound, new SessionOrigin(1, 1));
        Assert.Equal(verdict, result.Reject.ToString());
        if (result.Reject != SdpReject.None)
            return;
        var audio = result.Audio!;
        Assert.Equal(format, $"{audio.Format.Name}/{audio.Format.PayloadType}");
        Assert.Equal(telephoneEvent, audio.TelephoneEventPayloadType?.ToString(CultureInfo.InvariantCulture) ?? "-");
        Assert.Equal(ports, string.Join(',', result.Local!.Media.Select(media => media.Port == 20000 ? "own" : media.Port.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(offer!.Media.Select(media => (media.Kind, media.Profile)), result.Local.Media.Select(media => (media.Kind, media.Profile)));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_offer_of_a_real_client_is_answered_with_all_that_we_have(
        string name, string verdict, string format, string accepted, string telephoneEvent, string suite, string ports)
    {
        Assert.Equal(SdpReject.None, SdpParser.Parse(Offer(name), out var offer));
        var crypto = OwnCrypto.For(CallEncryption.Preferred, new Random(1));
        var result = OfferAnswer.Answer(offer!, Everything, new SessionOrigin(1, 1), crypto);
        var told = result.Reject != SdpReject.None ? [result.Reject.ToString(), "-", "-", "-", "-", "-"] : Described(result);
        Assert.Equal($"{verdict} {format} {accepted} {telephoneEvent} {suite} {ports}", string.Join(' ', told));
        if (result.Local is not { } answer)
            return;

        // RFC 3264 section 6: as many streams, in their order and profile; what is answered was offered under the same payload type.
        Assert.Equal(offer!.Media.Select(media => (media.Kind, media.Profile)), answer.Media.Select(media => (media.Kind, media.Profile)));
        foreach (var (theirs, ours) in offer.Media.Zip(answer.Media).Where(pair => pair.Second.Port > 0))
        {
            Assert.Subset(theirs.Formats.ToHashSet(), ours.Formats.ToHashSet());
            Assert.Equal(crypto is not null && result.Audio!.Crypto is not null ? 1 : 0, ours.Attributes.Count(one => one.Name == "crypto"));
            Assert.DoesNotContain(ours.Attributes, one => one.Name == "rtcp-mux" && !theirs.Has("rtcp-mux"));
        }

        Assert.Equal(SdpReject.None, SdpParser.Parse(SdpWriter.Write(answer), out var read));
        Assert.Equal(answer.Media.Select(media => media.Port), read!.Media.Select(media => media.Port));
    }

    [Theory]
    [InlineData("13 8 0", "8,0,13", "13 8 0")]
    [InlineData("8 13 105", "8,13", "8 13")]
    [InlineData("8 96 105 106", "8,96,106", "8 96 106")]
    [InlineData("13", null, null)]
    public void Comfort_noise_is_accepted_beside_sound_of_its_clock_and_never_sent(string offered, string? accepted, string? answered)
    {
        string text = Head + $"m=audio 4000 RTP/AVP {offered}\r\na=rtpmap:105 CN/16000\r\na=rtpmap:106 CN/48000\r\na=rtpmap:96 opus/48000/2\r\n";
        Assert.Equal(SdpReject.None, SdpParser.Parse(Encoding.UTF8.GetBytes(text), out var offer));
        var result = OfferAnswer.Answer(offer!, Everything, new SessionOrigin(1, 1));
        Assert.Equal(accepted is null ? SdpReject.NoCommonFormat : SdpReject.None, result.Reject);
        if (result.Audio is not { } audio)
            return;
        Assert.Equal(8, audio.Format.PayloadType);
        Assert.Equal(accepted!.Split(',').Order(), audio.Accepted.Select(format => $"{format.PayloadType}").Order());
        Assert.Equal(answered, string.Join(' ', result.Local!.Media[0].Formats));
    }

    [Theory]
    [InlineData("linphone-audio", true)]
    [InlineData("linphone-srtp", true)]
    [InlineData("baresip-all", false)]
    public void Extended_reports_are_answered_to_who_offers_them(string name, bool offers)
    {
        Assert.Equal(SdpReject.None, SdpParser.Parse(Offer(name), out var offer));
        var able = Everything with { ExtendedReports = true };
        foreach (var (own, agreed) in new[] { (Everything, false), (able, offers) })
        {
            var result = OfferAnswer.Answer(offer!, own, new SessionOrigin(1, 1), OwnCrypto.For(CallEncryption.Preferred, new Random(1)));
            Assert.Equal(agreed, result.Audio!.ExtendedReports);
            Assert.Equal(agreed, result.Local!.Media[0].Has("rtcp-xr"));
        }
    }

    [Theory]
    [InlineData(true, "a=rtcp-xr:rcvr-rtt=all", true)]
    [InlineData(true, "a=ptime:20", false)]
    [InlineData(false, "a=rtcp-xr:rcvr-rtt=all", false)]
    public void Extended_reports_are_agreed_on_when_both_name_them(bool offered, string line, bool agreed)
    {
        var own = Everything with { ExtendedReports = offered };
        Assert.Equal(offered, OfferAnswer.Offer(own, new SessionOrigin(1, 1), [], 0).Media[0].Has("rtcp-xr"));
        Assert.Equal(SdpReject.None, SdpParser.Parse(Encoding.UTF8.GetBytes($"{Head}m=audio 4000 RTP/AVP 8\r\n{line}\r\n"), out var answer));
        Assert.Equal(agreed, OfferAnswer.Apply(answer!, own, 0).Audio!.ExtendedReports);
    }

    private static string[] Described(OfferAnswerResult result)
    {
        var audio = result.Audio!;
        return
        [
            "None", $"{audio.Format.Name}/{audio.Format.PayloadType}", string.Join(',', audio.Accepted.Select(one => one.PayloadType)),
            audio.TelephoneEventPayloadType?.ToString(CultureInfo.InvariantCulture) ?? "-", audio.Crypto?.Suite.ToString() ?? "-",
            string.Join(',', result.Local!.Media.Select(media => media.Port == 20000 ? "own" : media.Port.ToString(CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>The lines after the session's, and what is agreed: format sent, payload types accepted, RTP and RTCP ports, packet time.</summary>
    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 8", "PCMA/8", "8", 4000, 4001, 20)]
    [InlineData("m=audio 4000 RTP/AVP 0 8", "PCMU/0", "0,8", 4000, 4001, 20)]
    [InlineData("m=audio 4000 RTP/AVP 18 9 8", "PCMA/8", "8", 4000, 4001, 20)]
    [InlineData("m=audio 4000 RTP/AVP 45\r\na=rtpmap:45 pcma/8000/1", "pcma/45", "45", 4000, 4001, 20)]
    [InlineData("m=audio 4000 RTP/AVP 39 40\r\na=rtpmap:39 opus/48000/2\r\na=rtpmap:40 PCMU/8000\r\na=ptime:30", "PCMU/40", "40", 4000, 4001, 30)]
    [InlineData("m=audio 4000 RTP/AVP 8 96\r\na=rtpmap:96 telephone-event/8000\r\na=fmtp:96 0-15", "PCMA/8", "8,96", 4000, 4001, 20)]
    [InlineData("m=audio 4000 RTP/AVP 8\r\na=rtcp:4005", "PCMA/8", "8", 4000, 4005, 20)]
    [InlineData("m=audio 4000 RTP/AVP 8\r\na=rtcp:4005 IN IP4 192.0.2.10", "PCMA/8", "8", 4000, 4005, 20)]
    [InlineData("m=audio 4000 RTP/AVP 8\r\na=rtcp:x\r\na=ptime:x", "PCMA/8", "8", 4000, 4001, 20)]
    [InlineData("m=audio 4000 RTP/AVP 8\r\na=rtcp-mux", "PCMA/8", "8", 4000, 4001, 20)]
    [InlineData("m=audio 65535 RTP/AVP 8\r\na=ptime:5", "PCMA/8", "8", 65535, 65535, 10)]
    [InlineData("m=audio 4000 RTP/AVP 8\r\na=ptime:40\r\na=maxptime:20", "PCMA/8", "8", 4000, 4001, 20)]
    [InlineData("m=audio 4000 RTP/AVP 8\r\na=ptime:100", "PCMA/8", "8", 4000, 4001, 60)]
    [InlineData("m=video 5000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\nm=audio 4000/2 RTP/AVP 8", "PCMA/8", "8", 4000, 4001, 20)]
    [InlineData("m=audio 0 RTP/AVP 8\r\nm=audio 4000 RTP/AVPF 0", "PCMU/0", "0", 4000, 4001, 20)]
    [InlineData("m=audio 4000 RTP/AVP 8 999 x -1\r\na=rtpmap:\r\na=rtpmap:8\r\nz=?\r\nk=clear", "PCMA/8", "8", 4000, 4001, 20)]
    public void An_offer_agrees_on(string lines, string format, string accepted, int rtp, int rtcp, int ptime)
    {
        Assert.Equal(SdpReject.None, SdpParser.Parse(Encoding.UTF8.GetBytes(Head + lines + "\r\n"), out var offer));
        var audio = OfferAnswer.Answer(offer!, SimulatedAgent.Sound, new SessionOrigin(1, 1)).Audio!;
        Assert.Equal(format, $"{audio.Format.Name}/{audio.Format.PayloadType}");
        Assert.Equal(accepted, string.Join(',', audio.Accepted.Select(one => one.PayloadType)));
        Assert.Equal((rtp, rtcp, ptime), (audio.RemoteRtp.Port, audio.RemoteRtcp.Port, audio.SendPtimeMs));
    }

    [Theory]
    [InlineData("", SdpReject.NoAudio)]
    [InlineData("m=video 4000 RTP/AVP 96", SdpReject.NoAudio)]
    [InlineData("m=audio 0 RTP/AVP 8", SdpReject.NoAudio)]
    [InlineData("m=audio 4000 RTP/SAVP 8", SdpReject.UnsupportedProfile)]
    [InlineData("m=audio 4000 RTP/AVP 9 18", SdpReject.NoCommonFormat)]
    [InlineData("m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000", SdpReject.NoCommonFormat)]
    [InlineData("m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 PCMA/16000", SdpReject.NoCommonFormat)]
    [InlineData("m=audio 4000 RTP/AVP 8\r\nc=IN IP4 room.example", SdpReject.NoConnection)]
    public void An_offer_is_refused_by_name(string lines, SdpReject reason)
    {
        Assert.Equal(SdpReject.None, SdpParser.Parse(Encoding.UTF8.GetBytes(Head + lines + "\r\n"), out var offer));
        Assert.Equal(reason, OfferAnswer.Answer(offer!, SimulatedAgent.Sound, new SessionOrigin(1, 1)).Reject);
    }

    [Theory]
    [InlineData("", SdpReject.BadVersion)]
    [InlineData("v=1\r\n", SdpReject.BadVersion)]
    [InlineData("o=- 1 1 IN IP4 h\r\n", SdpReject.BadVersion)]
    [InlineData("v=0\r\n", SdpReject.BadOrigin)]
    [InlineData("v=0\r\no=- 1 1\r\n", SdpReject.BadOrigin)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nc=IN IP4\r\n", SdpReject.BadConnection)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nm=audio x RTP/AVP 0\r\n", SdpReject.BadMedia)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 65536 RTP/AVP 0\r\n", SdpReject.BadMedia)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 4000 RTP/AVP\r\n", SdpReject.BadMedia)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 4000 RTP/AVP 0\r\n", SdpReject.NoConnection)]
    [InlineData("hello", SdpReject.NotText)]
    public void Text_is_refused_by_name(string text, SdpReject reason) =>
        Assert.Equal(reason, SdpParser.Parse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Too_many_lines_are_refused() =>
        Assert.Equal(SdpReject.TooManyLines, SdpParser.Parse(Encoding.UTF8.GetBytes(Head + string.Concat(Enumerable.Repeat("a=x\n", 1000))), out _));

    /// <summary>Answers to our offer of PCMA 8, PCMU 0 and telephone-event 101.</summary>
    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 0", SdpReject.None, "PCMU/0", "0")]
    [InlineData("m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 PCMA/8000", SdpReject.None, "PCMA/96", "8")]
    [InlineData("m=audio 4000 RTP/AVP 0 98\r\na=rtpmap:98 telephone-event/8000", SdpReject.None, "PCMU/0", "0,101")]
    [InlineData("m=audio 4000 RTP/AVP 8\r\nm=video 5000 RTP/AVP 96", SdpReject.None, "PCMA/8", "8")]
    [InlineData("m=video 5000 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 8", SdpReject.NoAnswerToOffer, "", "")]
    [InlineData("m=audio 0 RTP/AVP 8", SdpReject.NoAudio, "", "")]
    [InlineData("m=audio 4000 RTP/SAVP 8", SdpReject.UnsupportedProfile, "", "")]
    [InlineData("m=audio 4000 RTP/AVP 9", SdpReject.NoCommonFormat, "", "")]
    public void An_answer_agrees_on(string lines, SdpReject verdict, string format, string accepted)
    {
        Assert.Equal(SdpReject.None, SdpParser.Parse(Encoding.UTF8.GetBytes(Head + lines + "\r\n"), out var answer));
        var result = OfferAnswer.Apply(answer!, SimulatedAgent.Sound, 0);
        Assert.Equal(verdict, result.Reject);
        if (result.Audio is not { } audio)
            return;
        Assert.Equal(format, $"{audio.Format.Name}/{audio.Format.PayloadType}");
        Assert.Equal(accepted, string.Join(',', audio.Accepted.Select(one => one.PayloadType)));
    }

    [Theory]
    [InlineData(20001, null)]
    [InlineData(20005, "a=rtcp:20005")]
    [InlineData(20000, "a=rtcp-mux")]
    public void An_offer_names_its_rtcp_port_when_it_is_not_the_next(int rtcpPort, string? line)
    {
        var own = SimulatedAgent.Sound with { RtcpPort = rtcpPort };
        var lines = Encoding.UTF8.GetString(SdpWriter.Write(OfferAnswer.Offer(own, new SessionOrigin(1, 1), [], 0))).Split("\r\n");
        Assert.Equal(line, lines.SingleOrDefault(one => one.StartsWith("a=rtcp", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_later_offer_keeps_the_place_and_number_of_streams()
    {
        var negotiation = new MediaNegotiation(SimulatedAgent.Sound, 1);
        Assert.NotNull(negotiation.Answer(Encoding.UTF8.GetBytes(Head + "m=video 5000 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 8\r\n"), out _));
        Assert.Equal(SdpReject.None, SdpParser.Parse(negotiation.Offer(), out var offer));
        Assert.Equal([("video", 0), ("audio", 20000)], offer!.Media.Select(media => (media.Kind, media.Port)));
        Assert.Equal("2", offer.SessionVersion);
        Assert.Equal(SdpReject.None, negotiation.Apply(Encoding.UTF8.GetBytes(Head + "m=video 0 RTP/AVP 96\r\nm=audio 4002 RTP/AVP 8\r\n")));
        Assert.Equal(4002, negotiation.Agreed!.RemoteRtp.Port);
    }

    [Fact]
    public void The_most_a_room_may_be_sent_is_said_in_offer_and_answer()
    {
        var bound = Everything with { Bandwidth = new Bandwidth(64, 40952) };
        var offering = new MediaNegotiation(bound, 1);
        // RFC 8866 section 5: before the attributes of its stream.
        Assert.Contains(" 101\r\nb=AS:64\r\nb=TIAS:40952\r\na=rtpmap:96 ", Encoding.UTF8.GetString(offering.Offer()), StringComparison.Ordinal);
        Assert.Equal(SdpReject.None, offering.Apply(Encoding.UTF8.GetBytes(Head + "m=audio 4000 RTP/AVP 9\r\n")));
        Assert.Equal(bound.Bandwidth, offering.Agreed!.Bandwidth);

        var answering = new MediaNegotiation(bound, 1);
        var answer = Encoding.UTF8.GetString(answering.Answer(Encoding.UTF8.GetBytes(Head + "m=video 5000 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 8\r\nb=AS:80\r\n"), out _)!);
        Assert.Contains("m=video 0 RTP/AVP 96\r\nm=audio 20000 RTP/AVP 8\r\nb=AS:64\r\nb=TIAS:40952\r\na=rtpmap:8 ", answer, StringComparison.Ordinal);
        Assert.Equal(bound.Bandwidth, answering.Agreed!.Bandwidth);
        Assert.DoesNotContain("b=", Encoding.UTF8.GetString(new MediaNegotiation(Everything, 1).Offer()), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_bound_is_another_version_of_the_description()
    {
        var negotiation = new MediaNegotiation(Everything, 1);
        negotiation.Offer();
        Assert.Equal(SdpReject.None, negotiation.Apply(Encoding.UTF8.GetBytes(Head + "m=audio 4000 RTP/AVP 9\r\n")));
        Assert.Equal(["1", "2", "2"], new[] { negotiation.Offer(Everything), negotiation.Offer(Everything with { Bandwidth = new Bandwidth(96, 71428) }), negotiation.OfferAgain() }.Select(Version));

        static string Version(byte[] description)
        {
            Assert.Equal(SdpReject.None, SdpParser.Parse(description, out var read));
            return read!.SessionVersion;
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
