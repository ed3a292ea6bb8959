using System.Collections.Immutable;
using System.Text.Json;
using Conferencing.Bridge.Conferences;
using Conferencing.Media.Prompts;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Node;

/// <summary>
/// Where prompts come from: <c>data/prompts/NAME.wav</c> if there is such a file, else the one this program brings along. Read once, at the
/// start. <c>music.wav</c> takes the place of the music that is generated.
/// </summary>
internal sealed class PromptShelf
{
    private const string Music = "music";

    public static PromptSet Load(string folder, ILogger logger)
    {
        var sounds = ImmutableDictionary.CreateBuilder<Prompt, ReadOnlyMemory<short>>();
        foreach (var prompt in Enum.GetValues<Prompt>())
        {
            var name = NameOf(prompt);
            if ((Replaced(folder, name, logger) ?? BroughtAlong(name, logger)) is { } samples)
                sounds.Add(prompt, samples);
        }

        return new PromptSet(sounds.ToImmutable(), Replaced(folder, Music, logger) ?? MusicOnHold.Samples());
    }

    /// <summary>For example <c>wrong-pin-last</c>, <c>digit-7</c>.</summary>
    public static string NameOf(Prompt prompt) => JsonNamingPolicy.KebabCaseLower.ConvertName(prompt.ToString()) is var name && prompt >= Prompt.Digit0
        ? $"digit-{prompt - Prompt.Digit0}"
        : name;

    private static short[]? Replaced(string folder, string name, ILogger logger)
    {
        var path = Path.Combine(folder, name + ".wav");
        try
        {
            return File.Exists(path) ? Read(path, File.ReadAllBytes(path), logger) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("The prompt {File} cannot be read, the usual one is played: {Reason}", path, failure.Message);
            return null;
        }
    }

    private static short[]? BroughtAlong(string name, ILogger logger)
    {
        using var file = typeof(PromptShelf).Assembly.GetManifestResourceStream($"prompts/{name}.wav");
        if (file is null)
            return null;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Read(name, bytes, logger);
    }

    private static short[]? Read(string path, byte[] bytes, ILogger logger)
    {
        if (WavSound.TryRead(bytes, out var samples, out var reason))
            return samples;
        logger.LogWarning("The prompt {File} cannot be used, the usual one is played: {Reason}", path, reason);
        return null;
    }
}
