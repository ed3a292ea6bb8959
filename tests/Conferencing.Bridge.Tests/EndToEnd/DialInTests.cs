using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>Calling in with a client nobody here wrote: it hears prompts, types a PIN, and is in; its keys are seen on the board.</summary>
[Collection(RealClients.Name)]
public sealed class DialInTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_guest_with_the_pin_is_heard_and_hears_and_raises_his_hand()
    {
        await using var province = await Province.Start();
        var (_, chair) = await province.AddPhone(new BaresipOptions("chu-toa", 420));
        await using var guest = await Baresip.Start(province.Folder, new BaresipOptions("khach", 980));
        await province.BookAndConnect();
        var (number, pin, _) = await province.Api.DialIn(province.Briefing);

        await Call(province, guest, number);
        await guest.Press(pin);
        await province.WaitUntil(Soon, board => GuestOf(board) is { State: LegState.Connected, AwaitsChair: false }, "the guest is in");
        Assert.Equal("khach", GuestOf(await province.Board())!.Name);
        await guest.Press("*1");
        await province.WaitUntil(Soon, board => GuestOf(board)?.HandRaisedAt is not null, "the hand is up");
        await province.WaitUntilHeard(chair.RtpPorts, sound => Tones.TypicalDbfs(sound, guest.ToneHz) > Tones.HeardDbfs && IsSilent(sound, chair.ToneHz), "the chair hears the guest");
        await province.WaitUntilHeard(guest.RtpPorts, sound => Tones.TypicalDbfs(sound, chair.ToneHz) > Tones.HeardDbfs && IsSilent(sound, guest.ToneHz), "the guest hears the chair");
        await guest.Press("*6");
        await province.WaitUntil(Soon, board => GuestOf(board) is { SelfMuted: true }, "muted by its own key");
        await province.WaitUntilHeard(chair.RtpPorts, sound => IsSilent(sound, guest.ToneHz), "the chair does not hear the guest");

        guest.Stop();
        await province.WaitUntil(Soon, board => GuestOf(board) is null, "the guest is gone");
    }

    [Fact]
    public async Task The_test_number_gives_a_caller_his_own_sound_back_after_a_second()
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        await using var caller = await Baresip.Start(province.Folder, new BaresipOptions("thu", 1180));
        await province.BookAndConnect();
        await Call(province, caller, "9196");
        // After the words that explain it: itself, and nobody who is in the session.
        await province.WaitUntilHeard(
            caller.RtpPorts, sound => Tones.TypicalDbfs(sound, caller.ToneHz) > Tones.HeardDbfs && IsSilent(sound, 420), "its echo");
    }

    [Fact]
    public async Task Three_wrong_pins_end_the_call_and_nobody_was_let_in_nor_is_he_answered_again()
    {
        await using var province = await Province.Start("--Defence:PinTriesBurst", "3");
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        await using var guesser = await Baresip.Start(province.Folder, new BaresipOptions("doan", 980));
        await province.BookAndConnect();
        var (number, pin, _) = await province.Api.DialIn(province.Briefing);
        await Call(province, guesser, number);
        var wrong = pin == "000000" ? "111111" : "000000";
        for (var tries = 1; tries <= 3; tries++)
        {
            await guesser.Press(wrong);
            await Eventually.True(Soon, async () => await WrongPins(province) == tries, () => province.Server.Log);
        }

        await guesser.WaitFor("CALL_CLOSED", 1, TimeSpan.FromSeconds(15));
        Assert.Null(GuestOf(await province.Board()));
        var goodbye = province.Capture.SipAt(guesser.SipPort).Single(message => message.IsRequest && message.Method == "BYE");
        Assert.Contains("Three wrong PINs", goodbye.Header("Reason"), StringComparison.Ordinal);

        await guesser.Do("dial", $"sip:{number}@127.0.0.1:{province.Server.SipPort}");
        await guesser.WaitFor("CALL_CLOSED", 2, TimeSpan.FromSeconds(15));
        Assert.Equal(403, province.Capture.SipAt(guesser.SipPort).Last(message => message is { IsRequest: false, Method: "INVITE", Status: >= 200 }).Status);
    }

    [Fact]
    public async Task A_room_that_calls_in_takes_its_own_place()
    {
        await using var province = await Province.Start("--Redial:FirstIntervalSeconds", "60");
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (room, phone) = await province.AddPhone(new BaresipOptions("hai", 660));
        await province.BookAndConnect();
        var (number, _, _) = await province.Api.DialIn(province.Briefing);
        await phone.Do("hangup");
        await province.WaitFor(room, LegState.Redialling, Soon);
        await Call(province, phone, number);
        await province.WaitFor(room, LegState.Connected, Soon);
        var board = await province.Board();
        Assert.True(board.Participants.Single(one => one.RoomId == room.Id).CalledIn);
        Assert.Equal(2, board.Participants.Length);
    }

    [Fact]
    public async Task A_room_that_registers_calls_in_by_its_account_and_takes_its_own_place()
    {
        await using var province = await Province.Start("--Redial:FirstIntervalSeconds", "60");
        var (chair, _) = await Registered(province, "chu-toa", 420);
        var (room, phone) = await Registered(province, "dang-ky", 660);
        await province.BookAndConnect();
        var (number, _, _) = await province.Api.DialIn(province.Briefing);
        await phone.Do("hangup");
        await province.WaitFor(room, LegState.Redialling, Soon);
        await Call(province, phone, number); // its password opens the door: it has no PIN
        await province.WaitFor(room, LegState.Connected, Soon);
        var board = await province.Board();
        Assert.True(board.Participants.Single(one => one.RoomId == room.Id).CalledIn);
        Assert.False(board.Participants.Single(one => one.RoomId == chair.Id).CalledIn);
        Assert.Equal(2, board.Participants.Length);
    }

    [Fact]
    public async Task A_room_with_two_devices_is_called_at_the_second_when_the_first_is_gone()
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var password = await province.Api.AddSipAccount("hai-may");
        await using var other = await Baresip.Start(
            province.Folder, new BaresipOptions("hai-may", 660) { Folder = "may-1", RegistrarPort = province.Server.SipPort, Password = password });
        await Devices(province, 1);
        var options = new BaresipOptions("hai-may", 980) { Folder = "may-2", RegistrarPort = province.Server.SipPort, Password = password };
        var (room, newest) = await province.AddPhone(options, "registered:hai-may");
        await Devices(province, 2);
        newest.Kill(); // it cannot withdraw its registration
        await province.Book(TimeSpan.FromSeconds(3));
        await province.WaitFor(room, LegState.Connected, TimeSpan.FromSeconds(40));
        await other.WaitFor("CALL_ESTABLISHED", 1, Soon);
    }

    private static Task Devices(Province province, int count) => Eventually.True(
        TimeSpan.FromSeconds(20), async () => (await province.Api.SipPort()).GetProperty("registrations").GetArrayLength() == count, () => province.Server.Log);

    private static async Task<(RealRoom Room, Baresip Phone)> Registered(Province province, string name, int toneHz)
    {
        var password = await province.Api.AddSipAccount(name);
        var options = new BaresipOptions(name, toneHz) { RegistrarPort = province.Server.SipPort, Password = password };
        var added = await province.AddPhone(options, $"registered:{name}");
        await Devices(province, province.Rooms.Count);
        return added;
    }

    private static async Task Call(Province province, Baresip phone, string number)
    {
        var before = phone.Count("CALL_ESTABLISHED");
        var dialled = DateTimeOffset.UtcNow;
        await phone.Do("dial", $"sip:{number}@127.0.0.1:{province.Server.SipPort}");
        await phone.WaitFor("CALL_ESTABLISHED", before + 1, Soon);
        await province.WaitUntilSpokenTo(phone.RtpPorts, dialled);
    }

    private static bool IsSilent(short[] sound, int toneHz) => Tones.HighDbfs(sound, toneHz) <= Tones.SilentDbfs;

    private static async Task<double> WrongPins(Province province) =>
        (await province.Api.Metrics()).Where(metric => metric.Key.Contains("WrongPin", StringComparison.Ordinal)).Sum(metric => metric.Value);

    private static BoardParticipant? GuestOf(BoardSnapshot board) => board.Participants.SingleOrDefault(one => one.Guest is not null);
}
