using System.Net;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator.Load;

/// <summary>What one load run sends and to whom: rooms that call a bridge, or streams to listed destinations.</summary>
internal sealed record GeneratorOptions
{
    /// <summary>SIP address of the bridge the rooms call; null when <see cref="DestinationFile"/> is given.</summary>
    public IPEndPoint? Bridge { get; init; }

    /// <summary>"ip port payload-type", a line a room.</summary>
    public string? DestinationFile { get; init; }

    public int Rooms { get; init; } = 200;

    /// <summary>Of each conference; the others are quiet.</summary>
    public int Talkers { get; init; } = 3;

    /// <summary>Room i is in conference i modulo this.</summary>
    public int Conferences { get; init; } = 1;

    /// <summary>Number that the first conference is called by; the others follow.</summary>
    public int FirstNumber { get; init; } = 1000;

    public LoadCodec Codec { get; init; } = LoadCodec.Pcma;

    /// <summary>What quiet rooms send is left out, as by voice activity detection.</summary>
    public bool LeavesSilenceOut { get; init; }

    /// <summary>How loud a quiet room's noise is.</summary>
    public double NoiseDbov { get; init; } = -66;

    /// <summary>Null sends plain RTP.</summary>
    public CryptoSuite? Suite { get; init; }

    /// <summary>Packets that the rooms' lines lose on the way to the bridge.</summary>
    public double LossPercent { get; init; }

    /// <summary>Each packet leaves later than it should by up to this, evenly distributed.</summary>
    public double JitterMs { get; init; }

    /// <summary>Rooms' clocks err by up to this, one way and the other.</summary>
    public double DriftPpm { get; init; }

    public bool IsIp6 { get; init; }

    public int Seconds { get; init; } = 10;

    public int WarmUpSeconds { get; init; } = 3;

    /// <summary>Goes on for so long after what is measured.</summary>
    public int TailSeconds { get; init; }

    /// <summary>Rooms of each conference that send bursts in turn and listen for those of the others.</summary>
    public int Probes { get; init; } = 8;

    /// <summary>The bridge's process, whose processor time and memory are measured; null measures none.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Where the bridge's server tells what its node spends on garbage; null asks nobody.</summary>
    public Uri? Metrics { get; init; }

    /// <summary>Gaps that the machine made are told apart from the bridge's.</summary>
    public bool Watches { get; init; }

    public int RtpPort { get; init; } = 20000;

    /// <summary>So long the bridge's process is stopped in the middle of the run; 0 for never.</summary>
    public int StallMs { get; init; }
}
