using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>A technician talks to a room in private by his phone: what each hears meanwhile, and that the room's call and stream never notice.</summary>
[Collection(RealClients.Name)]
public sealed class AsideTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_room_and_the_technician_hear_each_other_alone_and_afterwards_all_is_as_before()
    {
        await using var province = await Province.Start();
        var (chair, chairPhone) = await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (room, roomPhone) = await province.AddPhone(new BaresipOptions("hai", 660));
        var (other, otherPhone) = await province.AddPhone(new BaresipOptions("ba", 980));
        await using var shy = await Baresip.Start(province.Folder, new BaresipOptions("ky-thuat-1", 1460) { AutoAnswer = false });
        await using var technician = await Baresip.Start(province.Folder, new BaresipOptions("ky-thuat-2", 1180));
        await province.BookAndConnect();
        var begun = DateTimeOffset.UtcNow;

        // While his phone rings the room is in the session.
        await province.Api.Talk(province.Conference, room.Id, shy.Uri);
        await Until(province, room, AsideState.Ringing);
        await Heard(province, roomPhone, chair.ToneHz, other.ToneHz);
        await province.Api.Return(province.Conference, room.Id);
        await province.WaitUntil(Soon, board => Of(board, room).Aside is null, "called off");
        await shy.WaitFor("CALL_CLOSED", 1, Soon);

        await province.Api.Talk(province.Conference, room.Id, technician.Uri);
        await Until(province, room, AsideState.Talking);
        Assert.Equal(LegState.Connected, Of(await province.Board(), room).State);
        await Heard(province, roomPhone, technician.ToneHz);
        await Heard(province, chairPhone, other.ToneHz);
        await Heard(province, otherPhone, chair.ToneHz);
        await province.WaitUntilHeard(technician.RtpPorts, sound => IsOnly(province, sound, room.ToneHz), "the technician hears the room alone");

        await technician.Do("hangup");
        await Until(province, room, AsideState.Ended);
        await Heard(province, roomPhone, chair.ToneHz, other.ToneHz);
        await Heard(province, chairPhone, room.ToneHz, other.ToneHz);
        var ended = DateTimeOffset.UtcNow;
        province.Capture.Stop();
        TheCallDidNotNotice(province, room, province.PortOf(roomPhone), begun, ended);
    }

    /// <summary>One call, one stream, no number missing.</summary>
    private static void TheCallDidNotNotice(Province province, RealRoom room, int rtpPort, DateTimeOffset begun, DateTimeOffset ended)
    {
        Assert.Single(province.Capture.SipAt(room.SipPort).Where(message => message is { IsRequest: true, Method: "INVITE" }).Select(message => message.Header("CSeq")).Distinct());
        var stream = province.StreamTo(rtpPort).Within(begun, ended);
        Assert.True(stream.IsUnbroken(160));
        Assert.Empty(province.Capture.GapsTo(rtpPort, TimeSpan.FromMilliseconds(100), begun, ended));
    }

    private static Task Until(Province province, RealRoom room, AsideState state) =>
        province.WaitUntil(Soon, board => Of(board, room).Aside?.State == state, $"{room.Name} aside {state}");

    private static BoardParticipant Of(BoardSnapshot board, RealRoom room) => board.Participants.Single(one => one.RoomId == room.Id);

    /// <summary>These tones and no other of the province's, once the spoken words are over.</summary>
    private static Task Heard(Province province, Baresip listener, params int[] tones) =>
        province.WaitUntilHeard(listener.RtpPorts, sound => IsOnly(province, sound, tones), $"{listener.Name} hears {string.Join(" and ", tones)} alone");

    private static bool IsOnly(Province province, short[] sound, params int[] tones) =>
        Tones.AreOnly(sound, [.. province.Rooms.Select(room => room.ToneHz), 1180, 1460], tones);
}
