using System.Collections.Immutable;
using System.Globalization;
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
        return WithEvents(able);
    }

    /// <summary>
    /// Those that fit a bound, Opus with what it may send (RFC 7587 section 6.1). All of them where none fits: only a node without Opus has
    /// nothing as thin as any bound allows, and a room that is called is better than one that is not.
    /// </summary>
    /// <param name="offered">As <see cref="Make"/> gives them.</param>
    public static ImmutableArray<AudioFormat> Within(ImmutableArray<AudioFormat> offered, Bandwidth? bound)
    {
        if (bound is null)
            return offered;
        var fitting = offered.Where(format => LeastBits(format) <= bound.PayloadBits).Select(format => format == AudioFormat.Opus ? Bounded(format, bound) : format);
        return fitting.Any() ? WithEvents([.. fitting]) : offered;
    }

    private static AudioFormat Bounded(AudioFormat opus, Bandwidth bound) => opus with
    {
        Parameters = string.Create(CultureInfo.InvariantCulture, $"{opus.Parameters};maxaveragebitrate={Math.Min(bound.PayloadBits, OpusCodec.GreatestBitRate)}"),
    };

    /// <summary>The least a format sends while there is sound; what is no sound needs none of its own.</summary>
    private static int? LeastBits(AudioFormat format) => format switch
    {
        { Name: "opus" } => OpusCodec.LeastBitRate,
        { Name: "L16" } => format.ClockRateHz * 16,
        { Name: "PCMA" or "PCMU" or "G722" } => 64000,
        _ => null,
    };

    private static ImmutableArray<AudioFormat> WithEvents(ImmutableArray<AudioFormat> able)
    {
        AudioFormat[] events = [AudioFormat.TelephoneEvent, AudioFormat.TelephoneEvent48];
        return [.. able, .. events.Where(one => able.Any(format => format.ClockRateHz == one.ClockRateHz))];
    }
}
