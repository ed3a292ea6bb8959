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
        var (chair, chairPhone) = await province.AddPhone(new BaresipOptions("chu-toa", 420));
        await using var guest = await Baresip.Start(province.Folder, new BaresipOptions("khach", 980));
        await province.BookAndConnect();
        var (number, pin, _) = await province.Api.DialIn(province.Briefing);

        await Call(province, guest, number);
        await Press(guest, pin);
        await province.WaitUntil(Soon, board => GuestOf(board) is { State: LegState.Connected, AwaitsChair: false }, "the guest is in");
        Assert.Equal("khach", GuestOf(await province.Board())!.Name);
        await Press(guest, "*1");
        await province.WaitUntil(Soon, board => GuestOf(board)?.HandRaisedAt is not null, "the hand is up");
        await Task.Delay(TimeSpan.FromSeconds(4)); // the words about it are over
        var (from, until) = (DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddSeconds(3));
        await Task.Delay(TimeSpan.FromSeconds(3));
        await Press(guest, "*6");
        await province.WaitUntil(Soon, board => GuestOf(board) is { SelfMuted: true }, "muted by its own key");
        var muted = DateTimeOffset.UtcNow;
        await Task.Delay(TimeSpan.FromSeconds(2));

        guest.Stop();
        await province.WaitUntil(Soon, board => GuestOf(board) is null, "the guest is gone");
        chairPhone.Stop();
        province.Capture.Stop();
        var heardByChair = province.SoundTo(chair, from, until);
        Assert.InRange(Tones.TypicalDbfs(heardByChair, guest.ToneHz), Tones.HeardDbfs, 0);
        Assert.InRange(Tones.HighDbfs(heardByChair, chair.ToneHz), double.NegativeInfinity, Tones.SilentDbfs);
        Assert.InRange(Tones.HighDbfs(province.SoundTo(chair, muted.AddSeconds(0.5), muted.AddSeconds(1.5)), guest.ToneHz), double.NegativeInfinity, Tones.SilentDbfs);
        var heardByGuest = Tones.ReadWav(Assert.Single(guest.Recordings));
        Assert.InRange(Tones.TypicalDbfs(heardByGuest.AsSpan(^(4 * Tones.RateHz)..), chair.ToneHz), Tones.HeardDbfs, 0);
    }

    [Fact]
    public async Task The_test_number_gives_a_caller_his_own_sound_back_after_a_second()
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        await using var caller = await Baresip.Start(province.Folder, new BaresipOptions("thu", 1180));
        await province.BookAndConnect();
        await Call(province, caller, "9196");
        await Task.Delay(TimeSpan.FromSeconds(10));
        caller.Stop();
        var heard = Tones.ReadWav(Assert.Single(caller.Recordings));
        // After the words that explain it: itself, and nobody who is in the session.
        var echoed = heard.AsSpan(^(2 * Tones.RateHz)..);
        Assert.InRange(Tones.TypicalDbfs(echoed, caller.ToneHz), Tones.HeardDbfs, 0);
        Assert.InRange(Tones.HighDbfs(echoed, 420), double.NegativeInfinity, Tones.SilentDbfs);
    }

    [Fact]
    public async Task Three_wrong_pins_end_the_call_and_nobody_was_let_in()
    {
        await using var province = await Province.Start();
        await province.AddPhone(new BaresipOptions("chu-toa", 420));
        await using var guesser = await Baresip.Start(province.Folder, new BaresipOptions("doan", 980));
        await province.BookAndConnect();
        var (number, pin, _) = await province.Api.DialIn(province.Briefing);
        await Call(province, guesser, number);
        var wrong = pin == "000000" ? "111111" : "000000";
        for (var tries = 0; tries < 3; tries++)
        {
            await Press(guesser, wrong);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        await guesser.WaitFor("CALL_CLOSED", 1, TimeSpan.FromSeconds(15));
        Assert.Null(GuestOf(await province.Board()));
        await Eventually.True(Soon, async () => (await province.Api.Metrics()).Any(metric => metric is { Key: var name, Value: 3 } && name.Contains("WrongPin", StringComparison.Ordinal)), () => province.Server.Log);
        var goodbye = province.Capture.SipAt(guesser.SipPort).Single(message => message.IsRequest && message.Method == "BYE");
        Assert.Contains("Three wrong PINs", goodbye.Header("Reason"), StringComparison.Ordinal);
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

    private static async Task Call(Province province, Baresip phone, string number)
    {
        var before = phone.Count("CALL_ESTABLISHED");
        await phone.Do("dial", $"sip:{number}@127.0.0.1:{province.Server.SipPort}");
        await phone.WaitFor("CALL_ESTABLISHED", before + 1, Soon);
        await Task.Delay(TimeSpan.FromSeconds(1));
    }

    private static async Task Press(Baresip phone, string keys)
    {
        foreach (var key in keys)
        {
            await phone.Do("sndcode", key.ToString());
            await Task.Delay(TimeSpan.FromMilliseconds(400));
        }
    }

    private static BoardParticipant? GuestOf(BoardSnapshot board) => board.Participants.SingleOrDefault(one => one.Guest is not null);
}
