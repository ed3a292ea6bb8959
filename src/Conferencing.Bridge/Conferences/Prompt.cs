using System.Collections.Immutable;

namespace Conferencing.Bridge.Conferences;

/// <summary>What the bridge says to callers. The file of each is its name in kebab case; what it says is in prompts.txt.</summary>
internal enum Prompt
{
    Welcome,
    EnterNumber,
    NumberIs,
    EnterPin,
    WrongPin,
    WrongPinLast,
    WrongNumber,
    Ended,
    Full,
    Locked,
    WaitForChair,
    YouAreIn,
    NoInput,
    Goodbye,
    Echo,
    HandRaised,
    HandLowered,
    Muted,
    Unmuted,
    MutedByTechnician,
    HelpCalled,
    RecordingStarted,
    RecordingOn,
    RecordingStopped,
    TakenAside,
    BackInSession,
    StartsSoon,
    MutePlease,
    BreakBegins,
    BreakEnds,
    TechnicalFault,
    EndsInOne,
    EndsInFive,
    EndsInTen,
    EndsInFifteen,
    Extended,
    Digit0,
    Digit1,
    Digit2,
    Digit3,
    Digit4,
    Digit5,
    Digit6,
    Digit7,
    Digit8,
    Digit9,
}

/// <summary>The sounds of all prompts, 8 kHz mono. One that is missing is silence: callers are led on without words.</summary>
internal sealed class PromptSet(ImmutableDictionary<Prompt, ReadOnlyMemory<short>> sounds, ReadOnlyMemory<short> music)
{
    private const int SampleRateHz = 8000;

    public static PromptSet Silent { get; } = new(ImmutableDictionary<Prompt, ReadOnlyMemory<short>>.Empty, default);

    /// <summary>For who waits; played over and over.</summary>
    public ReadOnlyMemory<short> Music { get; } = music;

    public ReadOnlyMemory<short> this[Prompt prompt] => sounds.GetValueOrDefault(prompt);

    /// <summary>A number is spoken digit by digit.</summary>
    public static IEnumerable<Prompt> Digits(string number) => number.Where(char.IsAsciiDigit).Select(digit => Prompt.Digit0 + (digit - '0'));

    /// <summary>All of them as one sound, which takes one place in a leg's queue.</summary>
    public ReadOnlyMemory<short> Join(IReadOnlyList<Prompt> prompts)
    {
        if (prompts.Count == 1)
            return this[prompts[0]];
        var joined = new short[prompts.Sum(prompt => this[prompt].Length)];
        var at = 0;
        foreach (var prompt in prompts)
        {
            this[prompt].CopyTo(joined.AsMemory(at));
            at += this[prompt].Length;
        }

        return joined;
    }

    public static TimeSpan Length(ReadOnlyMemory<short> sound) => TimeSpan.FromSeconds((double)sound.Length / SampleRateHz);
}
