using System.Xml.Linq;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>A room goes from one running session to another: with a device that calls by itself when asked, one that refuses to, and its call kept.</summary>
[Collection(RealClients.Name)]
public sealed class MoveTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>A second session with its chair; the room is in the first one.</summary>
    private static async Task<(Guid Conference, RealRoom Chair)> StartSecond(Province province)
    {
        await province.BookAndConnect();
        var (chair, _) = await province.AddPhone(new BaresipOptions("chu-toa-2", 980));
        var second = await province.Api.Book(DateTimeOffset.UtcNow.AddSeconds(1), [chair.Id]);
        await Until(province, second.Conference, board => Of(board, chair)?.State == LegState.Connected, "the second session's chair is in");
        return (second.Conference, chair);
    }

    [Fact]
    public async Task A_call_that_is_kept_goes_on_without_a_ring_and_the_room_hears_the_other_session()
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (room, phone) = await province.AddPhone(new BaresipOptions("hai", 660));
        var (second, chair) = await StartSecond(province);
        var before = DateTimeOffset.UtcNow;
        await province.Api.Move(province.Conference, room.Id, second, "sameCall");
        await Until(province, second, board => Of(board, room) is { State: LegState.Connected, Arrival: { Way: MoveWay.SameCall, IsDone: true, Detail: null } }, "moved");
        await province.WaitUntil(Soon, board => Of(board, room) is { State: LegState.Left, Reason: LegReason.Moved, Departure: not null }, "gone there");

        var port = province.RtpPortOf(room);
        await Eventually.True(Soon, () => IsHeard(province, port, chair.ToneHz), () => "the second session is not heard\n" + province.Server.Log);
        phone.Stop();
        Assert.Single(province.Capture.SipAt(room.SipPort).Where(message => message.IsFirstInvite).Select(message => message.CallId).Distinct());
        Assert.Equal(0, phone.Count("CALL_CLOSED"));
        province.Capture.Stop();
        Assert.Empty(province.Capture.GapsTo(port, TimeSpan.FromMilliseconds(500), before));
    }

    [Fact]
    public async Task A_lowered_room_takes_its_rate_along_and_its_device_is_told_again()
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (room, phone) = await province.AddPhone(new BaresipOptions("hai", 660) { Codecs = ["PCMU/8000/1", "opus/48000/2"] });
        province.Lowered.Add(room.Id, 64);
        var (second, _) = await StartSecond(province);
        await province.Api.Move(province.Conference, room.Id, second, "sameCall");
        await Until(province, second, board => Of(board, room) is { State: LegState.Connected, MostKbits: 64, Media.Codec: "opus", Arrival: { Way: MoveWay.SameCall, IsDone: true } }, "moved");
        await Eventually.True(Soon, () => Retold().Any(), () => province.Server.Log);
        Assert.All(Retold(), message => Assert.Contains("\r\nb=AS:64\r\nb=TIAS:40952\r\n", message.Text, StringComparison.Ordinal));
        Assert.Equal(0, phone.Count("CALL_CLOSED"));

        IEnumerable<CapturedSip> Retold() => province.Capture.SipAt(room.SipPort).Where(message => message is { IsRequest: true, Method: "INVITE", IsFirstInvite: false });
    }

    [Fact]
    public async Task A_device_that_can_is_asked_and_calls_by_itself()
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (room, _) = await province.AddPhone(new BaresipOptions("hai", 660) { MaxCalls = 4 });
        var (second, _) = await StartSecond(province);
        await province.Api.Move(province.Conference, room.Id, second, "refer");
        await Until(province, second, board => Of(board, room) is { State: LegState.Connected, CalledIn: true, Arrival: { Way: MoveWay.Refer, IsDone: true } }, "came by itself");
        await province.WaitUntil(Soon, board => Of(board, room) is { State: LegState.Left, Reason: LegReason.Moved }, "gone there");
        await Eventually.True(Soon, () => province.Capture.SipAt(room.SipPort).Any(message => message.IsRequest && message.Method == "BYE"));
        Assert.Single(province.Capture.SipAt(room.SipPort), message => message.IsRequest && message.Method == "REFER");
    }

    [Theory]
    [InlineData("405 Method Not Allowed")]
    [InlineData("603 Declined")]
    public async Task A_device_that_refuses_is_moved_with_its_call_and_the_board_says_why(string refusal)
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (room, _) = await province.AddSipp(await Sipp.AnsweringRefer(province.Folder, 660, refusal));
        var (second, _) = await StartSecond(province);
        await province.Api.Move(province.Conference, room.Id, second, "refer");
        await Until(province, second, board => Of(board, room) is { State: LegState.Connected, Arrival: { Way: MoveWay.SameCall, IsDone: true } }, "moved after all");
        var board = await province.Api.FindBoard(second);
        Assert.Contains(refusal, Of(board!, room)!.Arrival!.Detail, StringComparison.Ordinal);
        Assert.Single(province.Capture.SipAt(room.SipPort).Where(message => message.IsFirstInvite).Select(message => message.CallId).Distinct());
        Assert.DoesNotContain(province.Capture.SipAt(room.SipPort), message => message.IsRequest && message.Method == "BYE");
    }

    [Fact]
    public async Task A_room_that_watches_is_told_who_is_in_mutes_and_leaves()
    {
        await using var province = await Province.Start();
        var (chair, _) = await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (watcher, sipp) = await province.AddSipp(await Sipp.Watching(province.Folder, 660));
        var (other, phone) = await province.AddPhone(new BaresipOptions("ba", 980));
        await province.BookAndConnect();
        var names = new[] { chair.Name, watcher.Name, other.Name };
        await Eventually.True(Soon, () => Told(province, watcher).Count(user => user.Value == "connected sendrecv") == 3, () => Describe(province, watcher, sipp));
        Assert.Equal(names.Order(), Told(province, watcher).Keys.Order());

        await province.Api.Act(province.Conference, other.Id, "mute");
        await Eventually.True(Soon, () => Told(province, watcher).GetValueOrDefault(other.Name) == "connected recvonly", () => Describe(province, watcher, sipp));
        phone.Stop();
        await Eventually.True(Soon, () => !Told(province, watcher).ContainsKey(other.Name), () => Describe(province, watcher, sipp));
        var documents = Documents(province, watcher);
        Assert.Equal(Enumerable.Range(0, documents.Count), documents.Select(one => (int)one.Attribute("version")!));
        Assert.Equal("full", documents[0].Attribute("state")!.Value);
        Assert.All(documents.Skip(1), one => Assert.Equal("partial", one.Attribute("state")!.Value));
        Assert.DoesNotContain(documents, one => one.ToString().Contains("127.0.0.1:" + phone.SipPort, StringComparison.Ordinal));
    }

    private static readonly XNamespace Names = "urn:ietf:params:xml:ns:conference-info";

    private static List<CapturedSip> Notifies(Province province, RealRoom room) =>
        [.. province.Capture.SipAt(room.SipPort).Where(message => message.IsRequest && message.Method == "NOTIFY").DistinctBy(message => message.Header("CSeq"))];

    /// <summary>What XML the watcher was sent; what cannot be parsed fails the test.</summary>
    private static List<XElement> Documents(Province province, RealRoom room) => [.. Notifies(province, room)
        .Select(message => message.Text[(message.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])
        .Where(body => body.Length > 0).Select(body => XDocument.Parse(body).Root!)];

    /// <summary>What a watcher knows who applied every document in its order (RFC 4575 section 4.4): users by name.</summary>
    private static Dictionary<string, string> Told(Province province, RealRoom room)
    {
        var users = new Dictionary<string, XElement>();
        foreach (var document in Documents(province, room))
        {
            if (document.Attribute("state")!.Value == "full") users.Clear();
            foreach (var user in document.Elements(Names + "users").Elements(Names + "user"))
            {
                var entity = user.Attribute("entity")!.Value;
                if (user.Attribute("state")?.Value == "deleted") users.Remove(entity);
                else users[entity] = user;
            }
        }

        return users.Values.ToDictionary(
            user => user.Element(Names + "display-text")!.Value,
            user => user.Element(Names + "endpoint") is var endpoint ? $"{endpoint!.Element(Names + "status")!.Value} {endpoint.Element(Names + "media")!.Element(Names + "status")!.Value}" : "");
    }

    private static string Describe(Province province, RealRoom room, Sipp sipp) =>
        $"{string.Join("\n", Told(province, room))}\n{string.Join("\n", province.Capture.SipAt(room.SipPort).TakeLast(20))}\n{sipp.Log}\n{province.Server.Log}";

    private static bool IsHeard(Province province, int port, int toneHz)
    {
        var streams = province.Capture.RtpTo(port).OrderBy(stream => stream.Begin).ToList();
        if (streams.Count < 2 || streams[^1].Packets.Count < 150) return false; // the new conference is another sender (RFC 3550 8.2)
        var sound = streams[^1].Decode(streams[^1].Begin, streams[^1].End);
        return Tones.TypicalDbfs(sound, toneHz) >= Tones.HeardDbfs;
    }

    private static BoardParticipant? Of(BoardSnapshot board, RealRoom room) => board.Participants.FirstOrDefault(one => one.RoomId == room.Id);

    private static async Task Until(Province province, Guid conference, Func<BoardSnapshot, bool> isSo, string what)
    {
        BoardSnapshot? last = null;
        await Eventually.True(Soon, async () => (last = await province.Api.FindBoard(conference)) is not null && isSo(last), () =>
            $"{what}\n{string.Join("\n", last?.Participants.Select(one => $"{one.Name}: {one.State} {one.Reason} {one.Detail} {one.Arrival}") ?? [])}\n{province.Server.Log}");
    }
}
