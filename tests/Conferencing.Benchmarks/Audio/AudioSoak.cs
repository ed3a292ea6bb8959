namespace Conferencing.Benchmarks.Audio;

/// <summary>A9.</summary>
internal sealed class AudioSoak(AudioOptions options, TextWriter output)
{
    public const string Id = "A9";

    public Task<IEnumerable<AudioVerdict>> Run(List<object> figures)
    {
        output.WriteLine($"{Id} {options.Minutes} {figures.Count}");
        return Task.FromResult<IEnumerable<AudioVerdict>>([]);
    }
}
