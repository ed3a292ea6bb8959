using System.Collections.Immutable;
using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>How a conference's recording follows its plan and what the recorder tells, and what the rooms hear of it.</summary>
public sealed class DirectorRecordingTests
{
    private static readonly ImmutableDictionary<Prompt, ReadOnlyMemory<short>> Sounds = Enum.GetValues<Prompt>()
        .ToImmutableDictionary(prompt => prompt, prompt => (ReadOnlyMemory<short>)new short[1 + (int)prompt]);

    private readonly DirectorRig _rig = new(new DirectorOptions { FirstCall = 100, Prompts = new PromptSet(Sounds, default) });
    private int _read;

    [Fact]
    public void It_begins_when_the_plan_says_and_ends_before_the_media_are_closed()
    {
        _rig.Apply(Plan(new RecordingPlan { Wanted = true, From = DirectorRig.Eight.AddMinutes(5), Take = 1 }));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        Assert.Equal("add 1", News());
        _rig.AdvanceTo(TimeSpan.FromMinutes(4.99));
        Assert.Equal("", News());
        _rig.AdvanceTo(TimeSpan.FromMinutes(5));
        Assert.Equal("start mix, room 1 is leg 1", News());
        Told(RecordingState.Recording);
        Assert.Equal("all hear RecordingStarted", News());
        Told(RecordingState.Recording);
        Assert.Equal("", News());
        _rig.AdvanceTo(TimeSpan.FromHours(1));
        Assert.Equal("stop, close", News());
        Told(RecordingState.Stopped, RecordingEnd.Stopped);
        Assert.Equal("", News());
    }

    [Fact]
    public void A_technician_starts_and_stops_it()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1) with { Tracks = true }));
        Assert.Equal("start tracks, room 1 is leg 1", News());
        Told(RecordingState.Recording);
        News();
        _rig.Apply(Plan(Wanted(1) with { Tracks = true }) with { Title = "Another" });
        Assert.Equal("", News());
        _rig.Apply(Plan(Wanted(1) with { Wanted = false }));
        Assert.Equal("stop", News());
        Told(RecordingState.Stopped, RecordingEnd.Stopped);
        Assert.Equal("all hear RecordingStopped", News());
        _rig.Apply(Plan(Wanted(2)));
        Assert.Equal("start mix, room 1 is leg 1", News());
    }

    [Fact]
    public void Another_way_of_recording_ends_it_and_begins_another_in_that_way()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1)));
        var first = Ordered;
        Told(RecordingState.Recording);
        News();
        _rig.Apply(Plan(Wanted(1) with { Tracks = true }));
        Assert.Equal("stop, start tracks, room 1 is leg 1", News());
        Assert.NotEqual(first, Ordered);
        _rig.Do(new DirectorInput.RecordingHappened(DirectorRig.Conference, Status(first, RecordingState.Stopped, RecordingEnd.Stopped)));
        Assert.Equal("", News());
        Told(RecordingState.Recording);
        Assert.Equal("all hear RecordingStarted", News());
        _rig.Apply(Plan(Wanted(2) with { Tracks = true }));
        Assert.Equal("", News());
    }

    [Fact]
    public void What_the_recorder_gave_up_is_not_tried_again_until_somebody_starts_it()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1)));
        Told(RecordingState.Recording);
        News();
        Told(RecordingState.Failed, RecordingEnd.LowDiskSpace);
        Assert.Equal("all hear RecordingStopped", News());
        _rig.AdvanceTo(TimeSpan.FromMinutes(30));
        _rig.Apply(Plan(Wanted(1)) with { Title = "Another" });
        Assert.Equal("", News());
        _rig.Apply(Plan(Wanted(2)));
        Assert.Equal("start mix, room 1 is leg 1", News());
        Told(RecordingState.Failed, RecordingEnd.LowDiskSpace);
        Assert.Equal("", News()); // it never began, so there is nothing to be told
        Assert.Equal(LegState.Connected, _rig.Status(1).State);
    }

    [Fact]
    public void What_the_recorder_gave_up_is_tried_again_when_the_booking_wishes_for_it_again_or_otherwise()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1)));
        Told(RecordingState.Refused, RecordingEnd.LowDiskSpace);
        News();
        _rig.Apply(Plan(null));
        Assert.Equal("", News());
        _rig.Apply(Plan(Wanted(1)));
        Assert.Equal("start mix, room 1 is leg 1", News());
        Told(RecordingState.Refused, RecordingEnd.LowDiskSpace);
        _rig.Apply(Plan(Wanted(1) with { Tracks = true }));
        Assert.Equal("start tracks, room 1 is leg 1", News());
    }

    [Fact]
    public void Who_comes_in_later_is_told_and_named_before_he_is_heard()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1)));
        Told(RecordingState.Recording);
        News();
        _rig.Apply(Plan(Wanted(1), 1, 2));
        _rig.Answer(2);
        Assert.Equal("room 2 is leg 2, add 2, leg 2 hears RecordingOn", News());
    }

    [Fact]
    public void Without_announcements_nobody_hears_of_it()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1) with { Announce = false }));
        Told(RecordingState.Recording);
        _rig.Apply(Plan(Wanted(1) with { Announce = false }, 1, 2));
        _rig.Answer(2);
        _rig.Apply(Plan(Wanted(1) with { Announce = false, Wanted = false }, 1, 2));
        Told(RecordingState.Stopped, RecordingEnd.Stopped);
        Assert.DoesNotContain("hear", News(), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_media_go_on_in_another_recording()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1)));
        var first = Ordered;
        Told(RecordingState.Recording);
        News();
        _rig.Do(new DirectorInput.MediaHappened(DirectorRig.Conference, new MediaEvent.Faulted("x")));
        Assert.Equal("add 1, start mix, room 1 is leg 1", News());
        Assert.NotEqual(first, Ordered);
        _rig.Do(new DirectorInput.RecordingHappened(DirectorRig.Conference, Status(first, RecordingState.Failed, RecordingEnd.Interrupted)));
        Assert.Equal("", News());
        Told(RecordingState.Recording);
        Assert.Equal("all hear RecordingStarted", News());
    }

    [Fact]
    public void A_conference_that_begins_again_records_again()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1)));
        var first = Ordered;
        _rig.Director.StartOver(DirectorRig.Conference, _rig.Now);
        _rig.Do(new DirectorInput.AnswerHelp(DirectorRig.Conference, DirectorRig.Room(1)));
        Assert.NotEqual(first, Ordered);
    }

    [Fact]
    public void The_end_of_the_node_ends_it()
    {
        Connect(1);
        _rig.Apply(Plan(Wanted(1)));
        News();
        _rig.Do(new DirectorInput.Stop());
        Assert.Equal("stop", News());
    }

    private Guid Ordered => _rig.Outputs.OfType<DirectorOutput.StartRecording>().Last().RecordingId;

    private static RecordingPlan Wanted(int take) => new() { Wanted = true, From = DirectorRig.Eight, Take = take };

    private ConferencePlan Plan(RecordingPlan? recording, params int[] rooms) =>
        _rig.MakePlan([.. (rooms.Length == 0 ? [1] : rooms).Select(room => DirectorRig.Wanted(room))]) with { Recording = recording };

    private void Connect(int room)
    {
        _rig.Apply(Plan(null, room));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(room);
        _rig.AdvanceTo(TimeSpan.FromMinutes(6));
        News();
    }

    private void Told(RecordingState state, RecordingEnd end = RecordingEnd.None) =>
        _rig.Do(new DirectorInput.RecordingHappened(DirectorRig.Conference, Status(Ordered, state, end)));

    private static RecordingStatus Status(Guid id, RecordingState state, RecordingEnd end) => new() { RecordingId = id, State = state, Since = DirectorRig.Eight, End = end };

    /// <summary>What was put out about recordings, legs and prompts since the last time.</summary>
    private string News()
    {
        var news = _rig.Outputs.Skip(_read).Select(Word).OfType<string>().ToList();
        _read = _rig.Outputs.Count;
        return string.Join(", ", news);
    }

    private static string? Word(DirectorOutput output) => output switch
    {
        DirectorOutput.StartRecording start => $"start {(start.Tracks ? "tracks" : "mix")}",
        DirectorOutput.StopRecording => "stop",
        DirectorOutput.NameRecorded name => $"room {name.RoomId.ToByteArray()[0]} is leg {name.Leg.Value}",
        DirectorOutput.CloseMedia => "close",
        DirectorOutput.TellMedia { Command: MediaCommand.AddLeg add } => $"add {add.Leg.Value}",
        DirectorOutput.TellMedia { Command: MediaCommand.Play { Leg: { } leg } play } => $"leg {leg.Value} hears {(Prompt)(play.Samples.Length - 1)}",
        DirectorOutput.TellMedia { Command: MediaCommand.Play play } => play.Samples.Length > Sounds.Count ? null : $"all hear {(Prompt)(play.Samples.Length - 1)}",
        _ => null,
    };
}
