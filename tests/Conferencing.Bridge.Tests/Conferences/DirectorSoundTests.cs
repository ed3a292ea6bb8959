using System.Collections.Immutable;
using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>What rooms are played by technicians, and said by the plan before the end.</summary>
public sealed class DirectorSoundTests
{
    private static readonly PromptSet Prompts = new(
        Enum.GetValues<Prompt>().ToImmutableDictionary(prompt => prompt, prompt => (ReadOnlyMemory<short>)new short[8000 + (int)prompt]), default);

    private readonly DirectorRig _rig = new(new DirectorOptions { FirstCall = 100, Prompts = Prompts });

    private ConferencePlan Plan(params int[] warnings) =>
        _rig.MakePlan(DirectorRig.Wanted(1), DirectorRig.Wanted(2)) with { EndWarningMinutes = [.. warnings], EndWarningSpoken = true };

    private void Connect(params int[] warnings)
    {
        _rig.Apply(Plan(warnings));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.Answer(2);
    }

    private SoundStatus Told => AllTold[^1];

    private ImmutableArray<SoundStatus> AllTold => _rig.Outputs.OfType<DirectorOutput.Played>().Last().Statuses;

    /// <summary>What was played, by its length, and to whom.</summary>
    private (LegId? Leg, int Samples)[] Played => [.. _rig.ToldMedia<MediaCommand.Play>().Select(play => (play.Leg, play.Samples.Length))];

    private static int LengthOf(Prompt prompt) => 8000 + (int)prompt;

    private void Play(Sound sound, int? room = null, int seconds = 10) => _rig.Do(new DirectorInput.PlaySound(new SoundOrder
    {
        SoundId = Guid.NewGuid(),
        ConferenceId = DirectorRig.Conference,
        RoomId = room is { } number ? DirectorRig.Room(number) : null,
        Sound = sound,
        Seconds = seconds,
    }));

    [Fact]
    public void A_prompt_goes_to_all_and_is_told_with_its_length_and_how_many_heard_it()
    {
        Connect();
        Play(Sound.MutePlease);
        Assert.Equal([(null, LengthOf(Prompt.MutePlease))], Played);
        Assert.Equal((Sound.MutePlease, (Guid?)null, 2, _rig.Now), (Told.Sound, Told.RoomId, Told.Rooms, Told.Since));
        Assert.Equal(PromptSet.Length(new short[LengthOf(Prompt.MutePlease)]), Told.Until - Told.Since);
    }

    [Fact]
    public void A_test_tone_goes_to_one_room_as_long_and_as_loud_as_it_should_be_and_can_be_stopped()
    {
        Connect();
        Play(Sound.TestTone, room: 2, seconds: 4);
        var tone = _rig.ToldMedia<MediaCommand.Play>().Single();
        Assert.Equal((new LegId(2), 32000), (tone.Leg, tone.Samples.Length));
        Assert.Equal(-20, 20 * Math.Log10(tone.Samples.ToArray().Max(Math.Abs) / 32768.0), 0.1);
        _rig.AdvanceTo(TimeSpan.FromSeconds(1));
        _rig.Do(new DirectorInput.StopSound(DirectorRig.Conference));
        Assert.Equal((LegId?)new LegId(2), _rig.ToldMedia<MediaCommand.StopPlaying>().Single().Leg);
        Assert.Equal(_rig.Now, Told.Until);

        // Once it is over there is nothing to stop.
        _rig.Do(new DirectorInput.StopSound(DirectorRig.Conference));
        Assert.Single(_rig.ToldMedia<MediaCommand.StopPlaying>());
    }

    [Fact]
    public void A_room_in_no_call_hears_nothing_and_nothing_is_told()
    {
        Connect();
        _rig.End(2, Conferencing.Signalling.Calls.CallEnd.Remote);
        Play(Sound.BreakBegins, room: 2);
        Assert.Empty(Played);
        Assert.Empty(_rig.Outputs.OfType<DirectorOutput.Played>());
    }

    [Fact]
    public void What_is_played_into_all_and_into_single_rooms_is_told_and_stopped_together()
    {
        Connect();
        Play(Sound.TestTone, seconds: 60);
        Play(Sound.MutePlease, room: 2);
        Assert.Equal([(null, Sound.TestTone), (DirectorRig.Room(2), Sound.MutePlease)], AllTold.Select(one => ((Guid?)one.RoomId, one.Sound)));
        Assert.All(AllTold, one => Assert.Equal(_rig.Now, one.Since));

        // The short one is over; the long one is still there to be stopped.
        _rig.AdvanceTo(TimeSpan.FromSeconds(10));
        Play(Sound.TestTone, room: 1, seconds: 20);
        Assert.Equal([null, DirectorRig.Room(1)], AllTold.Select(one => one.RoomId));
        _rig.Do(new DirectorInput.StopSound(DirectorRig.Conference));
        Assert.Equal([null, new LegId(1)], _rig.ToldMedia<MediaCommand.StopPlaying>().Select(stop => stop.Leg));
        Assert.All(AllTold, one => Assert.Equal(_rig.Now, one.Until));
    }

    [Fact]
    public void A_sound_is_told_with_when_it_is_heard_after_those_before_it()
    {
        Connect();
        var begun = _rig.Now;
        Play(Sound.TestTone, seconds: 60);
        Play(Sound.TestTone, room: 2, seconds: 5);
        _rig.AdvanceTo(TimeSpan.FromSeconds(20));
        Play(Sound.TestTone, seconds: 4);
        Assert.Equal((begun.AddSeconds(60), begun.AddSeconds(64)), (Told.Since, Told.Until));

        // What waits and is stopped was never heard.
        _rig.Do(new DirectorInput.StopSound(DirectorRig.Conference));
        Assert.Equal([(begun, _rig.Now)], AllTold.Where(one => one.RoomId is null).Select(one => (one.Since, one.Until)));
    }

    [Fact]
    public void What_all_hear_of_the_recording_takes_its_time_too()
    {
        _rig.Apply(Plan() with { Recording = new RecordingPlan { Wanted = true, From = DirectorRig.Eight, Take = 1 } });
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        var recording = _rig.Outputs.OfType<DirectorOutput.StartRecording>().Single().RecordingId;
        _rig.Do(new DirectorInput.RecordingHappened(DirectorRig.Conference, new RecordingStatus { RecordingId = recording, State = RecordingState.Recording, Since = _rig.Now }));
        Play(Sound.MutePlease);
        Assert.Equal(_rig.Now + PromptSet.Length(new short[LengthOf(Prompt.RecordingStarted)]), Told.Since);
    }

    [Fact]
    public void More_than_can_wait_is_refused_and_counted_and_neither_played_nor_told()
    {
        Connect();
        for (int times = 0; times < SoundOrder.MostQueued + 1; times++)
            Play(Sound.TestTone);
        Assert.Equal((SoundOrder.MostQueued, SoundOrder.MostQueued), (Played.Length, AllTold.Length));
        Assert.Equal(1, _rig.Director.Refusals["sound.QueueFull"]);
        Play(Sound.TestTone, room: 1);
        Assert.Equal(DirectorRig.Room(1), Told.RoomId);
        _rig.AdvanceTo(TimeSpan.FromSeconds(11));
        Play(Sound.MutePlease);
        Assert.Equal(Sound.MutePlease, Told.Sound);
    }

    [Fact]
    public void Of_a_room_that_has_left_nothing_is_told_any_more()
    {
        Connect();
        Play(Sound.TestTone, room: 2, seconds: 60);
        _rig.End(2, Conferencing.Signalling.Calls.CallEnd.Remote);
        Assert.Empty(AllTold);
    }

    [Fact]
    public void Media_that_begin_anew_play_nothing()
    {
        Connect();
        Play(Sound.TestTone, seconds: 60);
        _rig.AdvanceTo(TimeSpan.FromSeconds(5));
        _rig.Happen(new MediaEvent.Faulted("test"));
        Assert.Equal(_rig.Now, Told.Until);
    }

    [Fact]
    public void A_prompt_that_is_played_after_a_warning_does_not_hide_it()
    {
        Connect(5);
        _rig.AdvanceTo(TimeSpan.FromMinutes(55));
        _rig.AdvanceTo(TimeSpan.FromMinutes(56));
        Play(Sound.MutePlease);
        Assert.Equal([Sound.EndWarning, Sound.MutePlease], AllTold.Select(one => one.Sound));
    }

    [Fact]
    public void What_is_done_to_a_rooms_sound_is_as_the_plan_wants_it_from_the_first_packet_and_follows_it()
    {
        var (off, noGate) = (new SoundTreatment(AutomaticGain: false, NoiseGate: false), new SoundTreatment(AutomaticGain: true, NoiseGate: false));
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Treatment = off }, DirectorRig.Wanted(2)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.Answer(2);
        Assert.Equal([(false, false), (true, true)], _rig.ToldMedia<MediaCommand.AddLeg>().Select(add => Of(add.Settings)));

        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Treatment = noGate }, DirectorRig.Wanted(2)));
        var changed = Assert.Single(_rig.ToldMedia<MediaCommand.ChangeLeg>());
        Assert.Equal((new LegId(1), (true, false)), (changed.Leg, Of(changed.Settings)));
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Treatment = noGate, Muted = true }, DirectorRig.Wanted(2)));
        Assert.Single(_rig.ToldMedia<MediaCommand.ChangeLeg>());

        // What is agreed anew, and media that begin anew, do not forget it.
        _rig.Happen(new Conferencing.Signalling.Calls.CallEvent.MediaChanged(_rig.CallTo(1), DirectorRig.Pcma(maySend: false)));
        Assert.Equal((true, false), Of(_rig.ToldMedia<MediaCommand.ChangeLeg>().Last().Settings));
        _rig.Happen(new MediaEvent.Faulted("test"));
        Assert.Equal([(true, false), (true, true)], _rig.ToldMedia<MediaCommand.AddLeg>().Skip(2).OrderBy(add => add.Leg.Value).Select(add => Of(add.Settings)));

        static (bool AutomaticGain, bool NoiseGate) Of(LegSettings settings) => (settings.AutomaticGain, settings.NoiseGate);
    }

    [Fact]
    public void Each_warning_is_a_tone_and_the_minutes_in_words_and_is_told()
    {
        Connect(5, 3, 1);
        _rig.AdvanceTo(TimeSpan.FromMinutes(55));
        Assert.Equal([LengthOf(Prompt.EndsInFive)], Played.Skip(1).Select(one => one.Samples));
        Assert.Equal((Sound.EndWarning, 5, 2), (Told.Sound, Told.Minutes, Told.Rooms));

        // No words are recorded for three minutes.
        _rig.AdvanceTo(TimeSpan.FromMinutes(57));
        Assert.Equal(3, Played.Length);
        _rig.AdvanceTo(TimeSpan.FromMinutes(59));
        Assert.Equal(LengthOf(Prompt.EndsInOne), Played[^1].Samples);
        Assert.All(Played, one => Assert.Null(one.Leg));
    }

    [Fact]
    public void An_extension_is_said_to_rooms_that_were_warned_and_to_no_others()
    {
        Connect(5, 1);
        _rig.Apply(Plan(5, 1) with { EndAt = DirectorRig.Eight + TimeSpan.FromMinutes(75) });
        Assert.Empty(Played);
        _rig.AdvanceTo(TimeSpan.FromMinutes(71));
        Assert.Equal(2, Played.Length);
        _rig.Apply(Plan(5, 1) with { EndAt = DirectorRig.Eight + TimeSpan.FromMinutes(90) });
        Assert.Equal(LengthOf(Prompt.Extended), Played[^1].Samples);
        Assert.Equal(Sound.Extended, Told.Sound);
        _rig.AdvanceTo(TimeSpan.FromMinutes(85));
        Assert.Equal((Sound.EndWarning, 5), (Told.Sound, Told.Minutes));
        _rig.AdvanceTo(TimeSpan.FromMinutes(89));
        Assert.Equal((Sound.EndWarning, 1), (Told.Sound, Told.Minutes));

        // An end that comes sooner is no extension.
        _rig.Apply(Plan(5, 1) with { EndAt = _rig.Now + TimeSpan.FromSeconds(30) });
        Assert.Equal(7, Played.Length);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-2)]
    public void A_moved_end_takes_back_an_unspoken_warning_too(int minutes)
    {
        var plan = Plan(5) with { EndWarningSpoken = false };
        _rig.Apply(plan);
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.AdvanceTo(TimeSpan.FromMinutes(56));
        Assert.Equal(Sound.EndWarning, Told.Sound);
        _rig.Apply(plan with { Revision = plan.Revision + 1, EndAt = plan.EndAt + TimeSpan.FromMinutes(minutes) });
        Assert.Empty(AllTold);
    }

    [Fact]
    public void Unspoken_warnings_are_tones()
    {
        _rig.Apply(Plan(5, 1) with { EndWarningSpoken = false });
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.AdvanceTo(TimeSpan.FromMinutes(59));
        Assert.Equal(2, Played.Length);
        Assert.Single(Played.Distinct());
    }
}
