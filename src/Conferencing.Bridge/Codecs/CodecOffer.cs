using System.Collections.Immutable;
using Conferencing.Signalling.Calls;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Codecs;

/// <summary>Which codecs this node offers and accepts, in the order of its setting. What was agreed is read by LegAgreement.</summary>
internal static class CodecOffer
{
    private static readonly AudioFormat[] Known = [AudioFormat.Opus, AudioFormat.G722, AudioFormat.Pcma, AudioFormat.Pcmu, AudioFormat.L16];

    /// <summary>The names of a setting such as "opus, G722, PCMA"; null when one is unknown or there is none.</summary>
    public static ImmutableArray<AudioFormat>? Parse(string names)
    {
        var formats = ImmutableArray.CreateBuilder<AudioFormat>();
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Array.Find(Known, format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } format)
                return null;
            if (!formats.Contains(format))
                formats.Add(format);
        }

        return formats.Count == 0 ? null : formats.ToImmutable();
    }

    /// <summary>Those of the wanted that this machine can speak, and telephone events on each of their clocks (RFC 4733 section 2.2).</summary>
    public static ImmutableArray<AudioFormat> Make(ImmutableArray<AudioFormat> wanted, bool opusIsThere, ILogger logger)
    {
        var able = wanted;
        if (!opusIsThere && wanted.Contains(AudioFormat.Opus))
        {
            logger.LogWarning("Opus is not offered: libopus.so.0 is missing. Install the package {Package}", OpusLibrary.Package);
            able = wanted.Remove(AudioFormat.Opus);
        }

        if (able.IsEmpty)
            able = [AudioFormat.Pcma, AudioFormat.Pcmu];
        AudioFormat[] events = [AudioFormat.TelephoneEvent, AudioFormat.TelephoneEvent48];
        return [.. able, .. events.Where(one => able.Any(format => format.ClockRateHz == one.ClockRateHz))];
    }
}
