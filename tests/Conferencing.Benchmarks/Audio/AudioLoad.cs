using System.Globalization;

namespace Conferencing.Benchmarks.Audio;

/// <summary>Whom a load is given to.</summary>
internal enum AudioServer
{
    Bridge,
    Floor,
    Janus,
}

/// <summary>A load, and who bears it: one leg of a case.</summary>
/// <param name="Name">As it is shown.</param>
internal sealed record AudioLeg(string Name, AudioServer Server, AudioLoad Load)
{
    public static AudioLeg Bridge(AudioLoad load, string name = "this bridge") => new(name, AudioServer.Bridge, load);

    public static AudioLeg Floor(AudioLoad load) => new("floor", AudioServer.Floor, load);

    public static AudioLeg Janus(AudioLoad load) => new("Janus", AudioServer.Janus, load);
}

/// <summary>What rooms send.</summary>
internal sealed record AudioLoad
{
    public int Rooms { get; init; } = 200;

    public int Conferences { get; init; } = 1;

    /// <summary>Of each conference.</summary>
    public int Talkers { get; init; } = 3;

    public string Codec { get; init; } = "pcma";

    public bool LeavesSilenceOut { get; init; }

    public bool IsEncrypted { get; init; }

    public int StallMs { get; init; }

    /// <summary>Gaps that the machine made are told apart.</summary>
    public bool Watches { get; init; }

    /// <summary>Of each conference.</summary>
    public int Probes { get; init; } = 16;

    /// <summary>Media loops of the bridge.</summary>
    public int Loops { get; init; } = 1;

    /// <summary>Arguments of the load tool.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--count", Text(Rooms), "--conferences", Text(Conferences), "--talkers", Text(Talkers), "--codec", Codec, "--probes", Text(Probes), "--stall", Text(StallMs),
        .. Watches ? ["--watch"] : Array.Empty<string>(),
        .. LeavesSilenceOut ? ["--dtx"] : Array.Empty<string>(),
        .. IsEncrypted ? ["--srtp", "AES_CM_128_HMAC_SHA1_80"] : Array.Empty<string>(),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
