using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Conferencing.Bridge.Tests.Endpoints;

namespace Conferencing.Bridge.Tests.Recordings;

/// <summary>A player nobody here wrote: what ffprobe and ffmpeg make of a file.</summary>
internal static class Player
{
    /// <summary>Seconds: what is skipped at the beginning counts with some versions of ffprobe.</summary>
    public const double Tolerance = 0.03;

    public const string Opus = "opus";
    public const string Flac = "flac";

    /// <summary>How long the file plays; fails with what ffprobe says when it does not open.</summary>
    public static TimeSpan Length(string file, string codec = Opus)
    {
        var (output, errors) = Run("ffprobe", "-v", "error", "-show_entries", "format=duration:stream=codec_name,channels", "-of", "default=nw=1", file);
        Assert.True(errors.Length == 0, $"ffprobe of {file}: {errors}");
        var told = System.Text.Encoding.UTF8.GetString(output).Split('\n').Select(line => line.Split('=')).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal((codec, "1"), (told["codec_name"], told["channels"]));
        return TimeSpan.FromSeconds(double.Parse(told["duration"], CultureInfo.InvariantCulture));
    }

    /// <summary>All its sound, at 8 kHz as <see cref="Tones"/> want it, or another rate.</summary>
    public static short[] Sound(string file, int rateHz = Tones.RateHz)
    {
        var (output, errors) = Run("ffmpeg", "-v", "error", "-i", file, "-f", "s16le", "-ac", "1", "-ar", rateHz.ToString(CultureInfo.InvariantCulture), "-");
        Assert.True(errors.Length == 0, $"ffmpeg of {file}: {errors}");
        return MemoryMarshal.Cast<byte, short>(output.AsSpan()).ToArray();
    }

    private static (byte[] Output, string Errors) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ClientProgram.Find(program, "ffmpeg"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (output.ToArray(), errors.Result.Trim());
    }
}
