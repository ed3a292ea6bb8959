using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Subscriptions;

namespace Conferencing.Tests.Signalling;

/// <summary>The conference event package (RFC 4575) as a watcher sees it.</summary>
public sealed class ConferenceEventTests
{
    private static readonly ConferenceUser Chair = new("sip:tinh@192.0.2.20", "UBND tỉnh <chủ trì>", ConferenceUserStatus.Connected, true);
    private static readonly ConferenceUser Commune = new("sip:xa@192.0.2.21", "Xã Cam Hiệp", ConferenceUserStatus.Alerting, false);

    private readonly ScriptedPeer _peer = new();

    public ConferenceEventTests()
    {
        _peer.Engine.KnownPeers = [ScriptedPeer.Address];
        Publish(Chair, Commune);
    }

    [Fact]
    public void A_watcher_is_told_everything_first_and_then_what_changed()
    {
        Subscribe(1, "Expires: 600");
        Assert.Equal((200, "600"), (_peer.LastResponse.Status, _peer.LastResponse.Find("Expires")));
        Assert.Equal(("conference", "active;expires=600"), (Notify.Find("Event"), Notify.Find("Subscription-State")));
        Assert.Equal("full 0 2: full sip:tinh@192.0.2.20 UBND tỉnh <chủ trì> connected sendrecv; full sip:xa@192.0.2.21 Xã Cam Hiệp alerting recvonly", Document());
        _peer.Reply(Notify, 200);

        _peer.AdvanceTo(5);
        Publish(Chair, Commune with { Status = ConferenceUserStatus.Connected });
        Assert.Equal("partial 1 2: full sip:xa@192.0.2.21 Xã Cam Hiệp connected recvonly", Document());
        Assert.Equal("active;expires=595", Notify.Find("Subscription-State"));
        _peer.Reply(Notify, 200);
        _peer.AdvanceTo(10);
        Publish(Chair);
        Assert.Equal("partial 2 1: deleted sip:xa@192.0.2.21", Document());
        _peer.Reply(Notify, 200);

        Subscribe(2, "Expires: 600");
        Assert.StartsWith("full 3 1", Document(), StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_are_gathered_and_no_notify_overtakes_another()
    {
        Subscribe(1, "Expires: 600");
        Publish(Chair);
        Publish(Commune);
        Assert.Equal(1, _peer.Count("NOTIFY"));
        _peer.Reply(Notify, 200);
        _peer.AdvanceTo(0.999);
        Assert.Equal(1, _peer.Count("NOTIFY"));
        _peer.AdvanceTo(1);
        Assert.Equal("partial 1 1: deleted sip:tinh@192.0.2.20", Document());
        _peer.Reply(Notify, 200);
        Publish(Chair);
        Publish(Commune);
        _peer.AdvanceTo(30);
        Assert.Equal(2, _peer.Count("NOTIFY"));
    }

    [Fact]
    public void A_subscription_ends_with_its_time()
    {
        Subscribe(1, "Expires: 60");
        _peer.Reply(Notify, 200);
        _peer.AdvanceTo(59.9);
        Assert.Equal(1, _peer.Engine.Counts.Subscriptions);
        _peer.AdvanceTo(60);
        Assert.Equal("terminated;reason=timeout", Notify.Find("Subscription-State"));
        _peer.Reply(Notify, 200);
        AssertNothingLeft();
    }

    [Fact]
    public void A_refresh_makes_it_longer_and_zero_ends_it()
    {
        Subscribe(1, "Expires: 60");
        _peer.Reply(Notify, 200);
        _peer.AdvanceTo(50);
        Subscribe(2, "Expires: 60");
        _peer.Reply(Notify, 200);
        _peer.AdvanceTo(100);
        Assert.Equal(1, _peer.Engine.Counts.Subscriptions);
        Subscribe(2, "Expires: 60", branch: "old");
        Assert.Equal(500, _peer.LastResponse.Status);
        Subscribe(3, "Expires: 0");
        Assert.Equal("terminated;reason=timeout", Notify.Find("Subscription-State"));
        _peer.Reply(Notify, 200);
        Subscribe(4, "Expires: 60");
        Assert.Equal(481, _peer.LastResponse.Status);
        AssertNothingLeft();
    }

    [Fact]
    public void A_look_without_a_subscription_is_one_notify()
    {
        Subscribe(1, "Expires: 0");
        Assert.Equal("0", _peer.LastResponse.Find("Expires"));
        Assert.StartsWith("full 0 2", Document(), StringComparison.Ordinal);
        _peer.Reply(Notify, 200);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData(481)]
    [InlineData(404)]
    [InlineData(0)]
    public void A_watcher_that_does_not_know_or_answer_is_forgotten(int status)
    {
        Subscribe(1, "Expires: 600");
        if (status > 0)
            _peer.Reply(Notify, status);
        AssertNothingLeft();
    }

    [Fact]
    public void The_end_of_the_conference_ends_its_subscriptions()
    {
        Subscribe(1, "Expires: 600");
        _peer.Reply(Notify, 200);
        _peer.Publish("2001", null);
        Assert.Equal(("terminated;reason=noresource", true), (Notify.Find("Subscription-State"), Notify.Body.IsEmpty));
        _peer.Reply(Notify, 200);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("sip:2001@192.0.2.1", "Event: presence", 489)]
    [InlineData("sip:2001@192.0.2.1", "x: y", 489)]
    [InlineData("sip:2001@192.0.2.1", "Event: conference\r\nAccept: application/pidf+xml", 406)]
    [InlineData("sip:2001@192.0.2.1", "Event: conference\r\nAccept: text/plain, application/conference-info+xml", 200)]
    [InlineData("sip:2001@192.0.2.1", "Event: conference\r\nExpires: 10", 423)]
    [InlineData("sip:2001@192.0.2.1", "Event: conference\r\nExpires: 99999999999", 200)]
    [InlineData("sip:2002@192.0.2.1", "Event: conference", 404)]
    public void What_can_be_watched(string uri, string headers, int status)
    {
        _peer.Receive(Text(uri, 1, headers, "", "1"));
        Assert.Equal(status, _peer.LastResponse.Status);
        Assert.Equal(status == 200 ? 1 : 0, _peer.Engine.Counts.Subscriptions);
    }

    [Fact]
    public void There_are_no_more_watchers_than_the_options_allow()
    {
        var peer = new ScriptedPeer(new SignallingOptions { MaxSubscriptions = 0 });
        peer.Engine.KnownPeers = [ScriptedPeer.Address];
        peer.Publish("2001", new ConferenceState("Giao ban", []));
        peer.Receive(Text("sip:2001@192.0.2.1", 1, "Event: conference", "", "1"));
        Assert.Equal(503, peer.LastResponse.Status);
    }

    [Fact]
    public void A_stranger_learns_nothing()
    {
        _peer.Engine.KnownPeers = [];
        Subscribe(1, "Expires: 600");
        Assert.Empty(_peer.Sent);
    }

    [Fact]
    public void Only_who_is_in_may_watch_and_to_others_there_is_no_such_conference()
    {
        _peer.Establish();
        PublishTo([ScriptedPeer.Call]);
        _peer.Engine.KnownPeers = [ScriptedPeer.Address, Other];
        _peer.Receive(Text("sip:2001@192.0.2.1", 1, "Event: conference", "", "known"), Other);
        var (known, none) = (_peer.LastResponse, "sip:2009@192.0.2.1");
        _peer.Receive(Text(none, 1, "Event: conference", "", "none"), Other);
        Assert.Equal((404, known.Phrase), (known.Status, _peer.LastResponse.Phrase));

        // He proved who he is when he called: his address need not be known otherwise.
        _peer.Engine.KnownPeers = [];
        Subscribe(1, "Expires: 600");
        Assert.StartsWith("full 0 2", Document(), StringComparison.Ordinal);
        _peer.Reply(Notify, 200);
    }

    [Fact]
    public void A_room_that_subscribes_before_the_host_heard_of_its_answer_is_not_turned_away()
    {
        _peer.Do(new CallCommand.Dial(ScriptedPeer.Call, "sip:room@192.0.2.9", "Giao ban", SimulatedAgent.Sound, TimeSpan.FromSeconds(30)) { Focus = "2001" });
        _peer.Reply(_peer.LastRequest, 200, ScriptedPeer.PlainSdp, "Contact: <sip:there@192.0.2.9>");
        PublishTo([]);
        Subscribe(1, "Expires: 600");
        Assert.StartsWith("full 0 2", Document(), StringComparison.Ordinal);
        _peer.Reply(Notify, 200);
        PublishTo([]);
        Assert.Equal(1, _peer.Engine.Counts.Subscriptions);
        _peer.AdvanceTo(2);
        PublishTo([]);
        Assert.Equal("terminated;reason=rejected", Notify.Find("Subscription-State"));
    }

    [Fact]
    public void Who_leaves_the_conference_watches_no_longer_and_is_told_nothing_more()
    {
        _peer.Establish();
        PublishTo([ScriptedPeer.Call]);
        Subscribe(1, "Expires: 600");
        _peer.Reply(Notify, 200);
        PublishTo([]);
        Assert.Equal(("terminated;reason=rejected", true), (Notify.Find("Subscription-State"), Notify.Body.IsEmpty));
        _peer.Reply(Notify, 200);
        Assert.Equal(0, _peer.Engine.Counts.Subscriptions);
    }

    [Fact]
    public void A_province_is_told_in_pieces_that_fit_and_nothing_is_left_out()
    {
        var rooms = Enumerable.Range(0, 170)
            .Select(room => new ConferenceUser($"sip:{room:d32}@anonymous.invalid", $"Ủy ban nhân dân xã số {room} & đặc khu", ConferenceUserStatus.Connected, true)).ToArray();
        Publish(rooms);
        Subscribe(1, "Expires: 600");
        var told = new HashSet<string>();
        for (var second = 1; _peer.Count("NOTIFY") is var count && second < 60; second++)
        {
            Assert.InRange(Notify.Body.Length, 1, 17_500);
            Assert.StartsWith(second == 1 ? "full 0 170" : $"partial {second - 1} 170", Document(), StringComparison.Ordinal);
            told.UnionWith(Users());
            _peer.Reply(Notify, 200);
            _peer.AdvanceTo(second);
            if (_peer.Count("NOTIFY") == count)
                break;
        }

        Assert.Equal(rooms.Select(room => room.Uri).Order(), told.Order());
        Assert.InRange(_peer.Count("NOTIFY"), 3, 10);
    }

    [Fact]
    public void Names_of_any_kind_make_a_document_that_can_be_read()
    {
        Publish(Chair with { Name = "</user>\u0000\u0007<!-- \"'&amp;]]>" + new string('x', 5000) });
        Subscribe(1, "Expires: 600");
        Assert.InRange(Notify.Body.Length, 200, 2000);
        Assert.Contains("</user><!-- \"'&amp;]]>xxx", Document(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_conference_is_named_as_the_focus()
    {
        Subscribe(1, "Expires: 600");
        Assert.Equal("<sip:2001@192.0.2.1:5060>;isfocus", _peer.LastResponse.Contacts[0].ToString());
        Assert.Equal("<sip:2001@192.0.2.1:5060>;isfocus", Notify.Contacts[0].ToString());
    }

    private static readonly System.Net.IPEndPoint Other = System.Net.IPEndPoint.Parse("192.0.2.77:5060");

    private IEnumerable<string> Users() =>
        XDocument.Parse(Encoding.UTF8.GetString(Notify.Body.Span)).Descendants().Where(one => one.Name.LocalName == "user").Select(one => one.Attribute("entity")!.Value);

    private void PublishTo(ImmutableHashSet<CallHandle> members) =>
        _peer.Publish("2001", new ConferenceState("Giao ban", [Chair, Commune]) { Members = members });

    private SipRequest Notify => _peer.LastRequest;

    private void Publish(params ConferenceUser[] users) => _peer.Publish("2001", new ConferenceState("Giao ban & thảo luận", [.. users]));

    private void Subscribe(int sequence, string headers, string branch = "")
    {
        var tag = sequence == 1 ? "" : ";tag=" + _peer.Sent.OfType<SipResponse>().First(one => one.CSeq.Method == "SUBSCRIBE").To.Tag;
        _peer.Receive(Text("sip:2001@192.0.2.1", sequence, "Event: conference\r\n" + headers, tag, branch));
    }

    private static string Text(string uri, int sequence, string headers, string toTag, string branch) =>
        $"SUBSCRIBE {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKs{sequence}{branch}\r\nFrom: <sip:w@192.0.2.9>;tag=theirs\r\nTo: <{uri}>{toTag}\r\n"
        + $"Call-ID: watch\r\nCSeq: {sequence} SUBSCRIBE\r\nContact: <sip:w@192.0.2.9>\r\n{headers}\r\n\r\n";

    private void AssertNothingLeft()
    {
        _peer.AdvanceTo(1000);
        Assert.Equal(default, _peer.Engine.Counts);
    }

    /// <summary>The newest document in one line: kind, version, number of users: each user listed.</summary>
    private string Document()
    {
        var root = XDocument.Parse(Encoding.UTF8.GetString(Notify.Body.Span)).Root!;
        XNamespace names = "urn:ietf:params:xml:ns:conference-info";
        Assert.Equal((names + "conference-info", "sip:2001@192.0.2.1:5060"), (root.Name, root.Attribute("entity")!.Value));
        var users = root.Element(names + "users")!;
        Assert.Equal(root.Attribute("state")!.Value, users.Attribute("state")!.Value);
        var texts = users.Elements().Select(user => string.Join(' ', new[]
        {
            user.Attribute("state")!.Value,
            user.Attribute("entity")!.Value,
            user.Element(names + "display-text")?.Value,
            user.Element(names + "endpoint")?.Element(names + "status")?.Value,
            user.Element(names + "endpoint")?.Element(names + "media")?.Element(names + "status")?.Value,
        }.OfType<string>()));
        var count = root.Element(names + "conference-state")!.Element(names + "user-count")!.Value;
        return $"{root.Attribute("state")!.Value} {root.Attribute("version")!.Value} {count}: {string.Join("; ", texts)}";
    }
}
