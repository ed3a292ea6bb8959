using System.Collections.Immutable;

namespace Conferencing.Benchmarks.Audio;

/// <summary>One case: who bears which load, and what is wanted of the figures.</summary>
internal sealed record AudioCase(string Id, string Title, ImmutableArray<AudioLeg> Legs, Func<AudioRounds, IEnumerable<AudioVerdict>> Judge);

/// <summary>The cases A1 to A8 with their targets. A ratio is taken round by round; its median counts.</summary>
internal static class AudioCases
{
    private const string Ours = "this bridge";
    private const string Stalled = "this bridge, stalled";
    private const string Encrypted = "this bridge, SRTP";
    private const string Sparse = "this bridge, DTX";
    private const string Ten4 = "this bridge, 10 of 4";

    /// <summary>What may be added to the floor's delay, milliseconds.</summary>
    private const double DelayOverFloorMs = 3;

    private static readonly AudioLoad Large = new();
    private static readonly AudioLoad Opus = new() { Codec = "opus" };
    private static readonly AudioLoad Ten = new() { Rooms = 100, Conferences = 10, Talkers = 1 };
    private static readonly AudioLoad Small = new() { Rooms = 100, Conferences = 25, Talkers = 4, Codec = "opus", Loops = 2 };

    /// <summary>Ten of the twenty-five: an encoder for each room is more than Janus and the rooms have on two cores, and who skips work is not compared.</summary>
    private static readonly AudioLoad Fewer = Small with { Rooms = 40, Conferences = 10 };
    private static readonly AudioLoad Huge = new() { Rooms = 1200 };

    public static ImmutableArray<AudioCase> All { get; } =
    [
        new("A1", "G.711, one conference of 200 rooms, 3 talk, all send", [AudioLeg.Bridge(Large), AudioLeg.Floor(Large), AudioLeg.Janus(Large)], rounds =>
        [
            AudioVerdict.AtLeast("A1", "rooms per core", rounds.PerCore(Ours), 2000),
            AudioVerdict.AtLeast("A1", "rooms per core, times Janus", rounds.Ratio(Ours, "Janus", one => one.PerCore), 6.5),
            AudioVerdict.AtMost("A1", "CPU, times the floor", rounds.Ratio(Ours, "floor", one => one.Cost), 1.3),
        ]),
        new("A2", "Opus 24 kbit/s, one conference of 200 rooms, 3 talk", [AudioLeg.Bridge(Opus), AudioLeg.Bridge(Opus with { LeavesSilenceOut = true }, Sparse), AudioLeg.Janus(Opus with { Rooms = 50 })], rounds =>
        [
            AudioVerdict.AtLeast("A2", "rooms per core, all send noise", rounds.PerCore(Ours), 600),
            AudioVerdict.AtLeast("A2", "rooms per core, rooms use DTX", rounds.PerCore(Sparse), 1000),
        ]),
        new("A3", "G.722, one conference of 200 rooms, 3 talk", [AudioLeg.Bridge(Large with { Codec = "g722" })], rounds =>
            [AudioVerdict.AtLeast("A3", "rooms per core", rounds.PerCore(Ours), 600)]),
        new("A4", "G.711, 10 conferences of 10 rooms, 1 talks", [AudioLeg.Bridge(Ten), AudioLeg.Floor(Ten), AudioLeg.Janus(Ten)], rounds =>
            [AudioVerdict.AtLeast("A4", "rooms per core", rounds.PerCore(Ours), 1400)]),
        new("A5", "Opus, 25 conferences of 4 rooms, all talk", [AudioLeg.Bridge(Small), AudioLeg.Bridge(Fewer, Ten4), AudioLeg.Janus(Fewer)], rounds =>
            [AudioVerdict.AtLeast("A5", "rooms per core, times Janus, 10 conferences each", rounds.Ratio(Ten4, "Janus", one => one.PerCore), 1.3)]),
        new("A6", "A1 with SRTP AES-CM-128-HMAC-SHA1-80", [AudioLeg.Bridge(Large), AudioLeg.Bridge(Large with { IsEncrypted = true }, Encrypted)], rounds =>
            [AudioVerdict.AtMost("A6", "CPU, times that of plain RTP", rounds.Ratio(Encrypted, Ours, one => one.Cost), 1.5)]),
        new("A7", "G.711, 1,200 rooms in one conference, generator included", [AudioLeg.Bridge(Huge), AudioLeg.Floor(Huge)], rounds =>
        [
            AudioVerdict.AtLeast("A7", "packets received, share of all", rounds.Of(Ours, one => one.ReceivedShare), 0.99),
            AudioVerdict.AtMost("A7", "lost packets and gaps over 60 ms", rounds.Of(Ours, one => one.Lost + one.GapsOver60Ms), 0),
            AudioVerdict.AtMost("A7", "between two packets, p99, ms", rounds.Of(Ours, one => one.ArrivalP99Ms), 30),
        ]),
        new("A8", "added mouth-to-ear delay, G.711, 200 rooms, clean line", [AudioLeg.Bridge(Large), AudioLeg.Floor(Large), AudioLeg.Janus(Large), AudioLeg.Bridge(Large with { StallMs = 500 }, Stalled)], rounds =>
        [
            AudioVerdict.AtMost("A8", "delay p50, ms", rounds.Of(Ours, one => one.DelayP50Ms), 12),
            AudioVerdict.AtMost("A8", "delay p95 over the floor's, ms", rounds.Difference(Ours, "floor", one => one.DelayP95Ms), DelayOverFloorMs),
            AudioVerdict.AtMost("A8", "2 s after a stall of 500 ms: delay over the floor's p95, ms", rounds.AfterStall(Stalled, "floor"), DelayOverFloorMs),
        ]),
    ];
}
