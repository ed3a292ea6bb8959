using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Media.Srtp;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>The plan's encryption policy in the director: what is dialled, what is let in, what the status says.</summary>
public sealed class DirectorEncryptionTests
{
    private readonly DirectorRig _rig = new();

    [Theory]
    [InlineData(EncryptionPolicy.Off)]
    [InlineData(EncryptionPolicy.Preferred)]
    [InlineData(EncryptionPolicy.Required)]
    public void Rooms_are_dialled_by_the_plans_policy(EncryptionPolicy policy)
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { Encryption = policy });
        _rig.AdvanceTo(TimeSpan.Zero);
        Assert.Equal(policy, Assert.Single(_rig.Dials).Dial.Encryption);
    }

    [Fact]
    public void An_encrypted_call_gets_its_keys_and_the_status_names_the_suite()
    {
        Connect(EncryptionPolicy.Required, Encrypted());
        var keys = Assert.Single(_rig.ToldMedia<MediaCommand.AddLeg>()).Settings.Protection!;
        Assert.Equal(SrtpSuite.AesCm256HmacSha1Tag80, keys.Send.Suite);
        Assert.NotEqual(keys.Send, keys.Receive);

        _rig.Happen(new MediaEvent.Report(Report()));
        Assert.Equal("AES_256_CM_HMAC_SHA1_80", Measured().Encryption);
        Assert.DoesNotContain("System.Byte", string.Join('\n', _rig.Outputs), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_call_is_let_in_where_encryption_is_preferred_and_shown_as_such()
    {
        Connect(EncryptionPolicy.Preferred, DirectorRig.Pcma());
        _rig.Happen(new MediaEvent.Report(Report()));
        Assert.Equal(LegState.Connected, _rig.Status(1).State);
        Assert.Null(Measured().Encryption);
    }

    [Fact]
    public void A_plan_that_begins_to_require_encryption_ends_the_plain_calls_and_no_other()
    {
        var (one, two) = (DirectorRig.Wanted(1), DirectorRig.Wanted(2));
        _rig.Apply(_rig.MakePlan(one, two));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.Answer(2, Encrypted());

        _rig.Apply(_rig.MakePlan(one, two) with { Encryption = EncryptionPolicy.Required });

        Assert.Equal([_rig.CallTo(1)], _rig.HangUps);
        Assert.Equal((LegState.Redialling, LegReason.NotEncrypted), _rig.State(1));
        Assert.Equal(LegState.Connected, _rig.Status(2).State);
        Assert.Equal(LegReason.NotEncrypted, _rig.Legs.Values.Single(leg => leg.RoomId == DirectorRig.Room(1)).EndReason);
    }

    [Fact]
    public void A_room_that_answers_plain_after_the_plan_began_to_require_encryption_is_not_let_in()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { Encryption = EncryptionPolicy.Required });
        _rig.Answer(1);
        Assert.Equal([_rig.CallTo(1)], _rig.HangUps);
        Assert.Equal((LegState.Redialling, LegReason.NotEncrypted), _rig.State(1));
        Assert.Empty(_rig.Legs);
    }

    [Fact]
    public void Media_that_start_over_get_another_source_under_the_same_key()
    {
        Connect(EncryptionPolicy.Required, Encrypted());
        _rig.Happen(new MediaEvent.Faulted("test"));
        var added = _rig.ToldMedia<MediaCommand.AddLeg>().Select(add => add.Settings).ToList();
        Assert.Equal(2, added.Count);
        Assert.Equal(added[0].Protection, added[1].Protection);
        Assert.NotEqual(added[0].Ssrc, added[1].Ssrc);
    }

    private static NegotiatedAudio Encrypted() => DirectorRig.Pcma() with { Crypto = new NegotiatedCrypto(Key(1), Key(2)) };

    private static CryptoKey Key(byte fill) => new(CryptoSuite.AesCm256HmacSha1Tag80, [.. Enumerable.Repeat(fill, 46)]);

    private static LegReport Report() => new()
    {
        Leg = new LegId(1),
        ReceivedCodec = AudioCodec.Pcma,
        PacketsReceived = 50,
        ReceivedLossPercent = 0,
        ReceivedJitterMs = 0,
        BufferMs = 20,
        ConcealedFrames = 0,
    };

    private void Connect(EncryptionPolicy policy, NegotiatedAudio media)
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { Encryption = policy });
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1, media);
    }

    private MediaStatus Measured() => _rig.Outputs.OfType<DirectorOutput.Measured>().Last().Status.Media!;
}
