using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>What a conference tells those who are in it about each other (RFC 4575).</summary>
public sealed class DirectorRosterTests
{
    private readonly DirectorRig _rig = new();

    private static DialInPlan DialIn(string number = "8001") => new() { Number = number, GuestPin = "123456", HostPin = "654321" };

    private void Run(DialInPlan? dialIn = null)
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1), DirectorRig.Wanted(2)) with { DialIn = dialIn });
        _rig.AdvanceTo(TimeSpan.Zero);
    }

    private List<DirectorOutput.Publish> Published => [.. _rig.Outputs.OfType<DirectorOutput.Publish>()];

    private string Newest => Published[^1] is { State: { } state } ? string.Join(", ", state.Users.Select(user => $"{user.Name} {user.Status} {user.MaySpeak}")) : "over";

    [Fact]
    public void Who_is_called_in_or_gone_is_told_and_who_is_absent_is_not_there()
    {
        Run(DialIn());
        Assert.Equal(("8001", "Giao ban"), (Published[^1].Number, Published[^1].State!.Title));
        Assert.Equal("Phòng 1 DialingOut True, Phòng 2 DialingOut True", Newest);
        _rig.Answer(1);
        _rig.Refuse(2);
        _rig.AdvanceTo(TimeSpan.FromSeconds(1));
        Assert.Equal("Phòng 1 Connected True", Newest);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Muted = true }, DirectorRig.Wanted(2)) with { DialIn = DialIn() });
        _rig.Happen(new CallEvent.MediaChanged(_rig.CallTo(1), DirectorRig.Pcma(maySend: false)));
        _rig.AdvanceTo(TimeSpan.FromSeconds(2));
        Assert.Equal("Phòng 1 OnHold False", Newest);
        _rig.End(1, CallEnd.Remote);
        _rig.AdvanceTo(TimeSpan.FromSeconds(3));
        Assert.Equal("", Newest);
    }

    [Fact]
    public void Only_calls_that_are_in_may_watch_and_no_address_is_told()
    {
        Run(DialIn());
        _rig.Answer(1);
        _rig.AdvanceTo(TimeSpan.FromSeconds(1));
        var state = Published[^1].State!;
        Assert.Equal([_rig.CallTo(1)], state.Members!);
        Assert.All(state.Users, user => Assert.EndsWith("@anonymous.invalid", user.Uri, StringComparison.Ordinal));
        Assert.Equal(state.Users.Length, state.Users.Select(user => user.Uri).Distinct().Count());
    }

    [Fact]
    public void Many_changes_make_one_state_a_second_but_who_comes_in_may_watch_at_once()
    {
        Run(DialIn());
        var before = Published.Count;
        _rig.Answer(1);
        Assert.Equal([_rig.CallTo(1)], Published[^1].State!.Members!);
        _rig.Answer(2);
        Assert.Equal(2, Published[^1].State!.Members!.Count);
        Assert.Equal(before + 2, Published.Count);
        for (var i = 0; i < 50; i++)
            _rig.Happen(new CallEvent.MediaChanged(_rig.CallTo(1), DirectorRig.Pcma(maySend: i % 2 == 0)));
        Assert.Equal(before + 2, Published.Count);
        _rig.AdvanceTo(TimeSpan.FromSeconds(2));
        Assert.Equal("Phòng 1 OnHold True, Phòng 2 Connected True", Newest);
        Assert.Equal(before + 3, Published.Count);
        var settled = Published.Count;
        _rig.AdvanceTo(TimeSpan.FromMinutes(20));
        Assert.Equal(settled, Published.Count);
    }

    [Fact]
    public void The_end_and_another_number_end_what_was_told()
    {
        Run(DialIn());
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1), DirectorRig.Wanted(2)) with { DialIn = DialIn("8002") });
        _rig.AdvanceTo(TimeSpan.FromSeconds(2));
        Assert.Equal([("8001", null), ("8002", "Giao ban")], Published.TakeLast(2).Select(one => (one.Number, one.State?.Title)));
        _rig.AdvanceTo(TimeSpan.FromHours(1.1));
        Assert.Equal(("8002", null), (Published[^1].Number, Published[^1].State));
    }

    [Fact]
    public void A_conference_that_nobody_can_call_is_not_told_at_all_and_is_no_focus()
    {
        Run();
        _rig.Answer(1);
        _rig.AdvanceTo(TimeSpan.FromHours(2));
        Assert.Empty(Published);
        Assert.All(_rig.Dials, dialled => Assert.Null(dialled.Dial.Focus));
    }

    [Fact]
    public void Calls_are_marked_as_going_to_the_conference()
    {
        Run(DialIn());
        Assert.All(_rig.Dials, dialled => Assert.Equal("8001", dialled.Dial.Focus));
    }
}
