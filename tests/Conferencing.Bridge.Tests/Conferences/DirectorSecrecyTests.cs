using Conferencing.Bridge.Conferences;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>What the bridge does not do in a secret session, even if the plan said so.</summary>
public sealed class DirectorSecrecyTests
{
    private readonly DirectorRig _rig = new();

    private ConferencePlan Plan(SecrecyLevel secrecy, params ParticipantPlan[] rooms) => _rig.MakePlan(rooms) with
    {
        Secrecy = secrecy,
        Recording = new RecordingPlan { Wanted = true, From = DirectorRig.Eight, Take = 1 },
    };

    [Theory]
    [InlineData(SecrecyLevel.Open, 1)]
    [InlineData(SecrecyLevel.Confidential, 0)]
    [InlineData(SecrecyLevel.Secret, 0)]
    [InlineData(SecrecyLevel.TopSecret, 0)]
    public void Nothing_of_it_is_recorded(SecrecyLevel secrecy, int recordings)
    {
        _rig.Apply(Plan(secrecy, DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.FromMinutes(10));
        Assert.Equal(recordings, _rig.Outputs.OfType<DirectorOutput.StartRecording>().Count());
    }

    [Fact]
    public void A_recording_that_runs_ends_when_the_session_becomes_secret()
    {
        _rig.Apply(Plan(SecrecyLevel.Open, DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.FromMinutes(1));
        _rig.Apply(Plan(SecrecyLevel.Secret, DirectorRig.Wanted(1)));
        Assert.Single(_rig.Outputs.OfType<DirectorOutput.StopRecording>());
    }

    [Fact]
    public void A_barred_room_is_shown_with_the_reason_and_not_called_until_it_may_come()
    {
        var barred = DirectorRig.Wanted(2) with { Wanted = false, Barred = true };
        _rig.Apply(Plan(SecrecyLevel.Secret, DirectorRig.Wanted(1), barred));
        _rig.AdvanceTo(TimeSpan.FromMinutes(10));
        _rig.Do(new DirectorInput.CallNow(DirectorRig.Conference, DirectorRig.Room(2)));
        _rig.AdvanceTo(TimeSpan.FromMinutes(11));
        Assert.Equal((LegState.Left, LegReason.NotCertified), _rig.State(2));
        Assert.Empty(_rig.DialTimes(2));

        _rig.Apply(Plan(SecrecyLevel.Secret, DirectorRig.Wanted(1), DirectorRig.Wanted(2)));
        _rig.AdvanceTo(TimeSpan.FromMinutes(12));
        Assert.Single(_rig.DialTimes(2));
    }

    [Fact]
    public void A_room_that_is_barred_while_it_is_in_is_hung_up()
    {
        _rig.Apply(Plan(SecrecyLevel.Secret, DirectorRig.Wanted(1), DirectorRig.Wanted(2)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(2);
        _rig.Apply(Plan(SecrecyLevel.Secret, DirectorRig.Wanted(1), DirectorRig.Wanted(2) with { Wanted = false, Barred = true }));
        Assert.Equal([_rig.CallTo(2)], _rig.HangUps);
        Assert.Equal((LegState.Left, LegReason.NotCertified), _rig.State(2));
    }

    [Fact]
    public void A_private_talk_is_not_begun_and_one_under_way_ends_when_the_session_becomes_secret()
    {
        var aside = new AsidePlan { AsideId = Guid.NewGuid(), RoomId = DirectorRig.Room(1), Operator = "Kỹ thuật", Address = "sip:kt@10.0.0.99" };
        Talk(SecrecyLevel.Open, aside);
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        var call = Assert.Single(_rig.Dials, one => one.Dial.Address == aside.Address).Dial.Call;
        Talk(SecrecyLevel.Secret, aside);
        Assert.Contains(call, _rig.HangUps);
        Assert.Empty(_rig.Outputs.OfType<DirectorOutput.Asides>().Last().Statuses);

        Talk(SecrecyLevel.Secret, aside with { AsideId = Guid.NewGuid() });
        _rig.AdvanceTo(TimeSpan.FromMinutes(1));
        Assert.Single(_rig.Dials, one => one.Dial.Address == aside.Address);

        void Talk(SecrecyLevel secrecy, AsidePlan one) => _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { Secrecy = secrecy, Asides = [one] });
    }
}
