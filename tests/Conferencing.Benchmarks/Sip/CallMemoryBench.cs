using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Benchmarks.Sip;

/// <summary>
/// What the signalling core holds of one call, in either direction: while it is up, and in the 32 s after its end in which late messages must
/// still be answered. Counted in bytes of live objects over many calls; media, conferences and sockets are not in it.
/// </summary>
internal static class CallMemoryBench
{
    private const int Calls = 5000;
    private static readonly IPEndPoint Caller = new(IPAddress.Parse("192.0.2.2"), 5060);
    private static readonly IPEndPoint Called = new(IPAddress.Parse("192.0.2.1"), 5060);
    private static readonly Tick Begin = new(0);
    private static readonly Tick End = Begin + TimeSpan.FromMinutes(1);

    private static readonly AudioCapabilities Sound = new()
    {
        Rtp = new IPEndPoint(IPAddress.Parse("192.0.2.200"), 20000),
        RtcpPort = 20001,
        Formats = [AudioFormat.G722, AudioFormat.Pcma, AudioFormat.Pcmu, AudioFormat.TelephoneEvent],
    };

    public static int Run()
    {
        Console.WriteLine($"Signalling core, bytes a call over {Calls} calls");
        Console.WriteLine($"{"",-16}{"just answered",16}{"up for a minute",18}{"just ended",12}{"6 s later",12}{"40 s later",12}");
        var isEmpty = true;
        foreach (var isCaller in new[] { false, true })
        {
            var answered = Held(isCaller, engine => { }, out _, isEnded: false);
            var up = Held(isCaller, engine => Settle(engine, End), out _, isEnded: false);
            var ended = Held(isCaller, engine => { }, out _, isEnded: true);
            var later = Held(isCaller, engine => Settle(engine, End + TimeSpan.FromSeconds(6)), out _, isEnded: true);
            var last = Held(isCaller, engine => Settle(engine, End + TimeSpan.FromSeconds(40)), out var counts, isEnded: true);
            isEmpty &= counts == default;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(isCaller ? "we called" : "we were called"),-16}{answered,16:N0}{up,18:N0}{ended,12:N0}{later,12:N0}{last,12:N0}"));
        }

        return isEmpty ? 0 : 1;
    }

    /// <summary>Bytes a call; the engine of the other side is gone by the time they are counted.</summary>
    private static long Held(bool isCaller, Action<SignallingEngine> then, out SignallingCounts counts, bool isEnded)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var engine = Build(isCaller, isEnded);
        then(engine);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        counts = engine.Counts;
        return held / Calls;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SignallingEngine Build(bool isCaller, bool isEnded)
    {
        var options = new SignallingOptions { InvitesPerSecond = 1_000_000, MaxPendingIncoming = int.MaxValue, Incoming = IncomingPolicy.Answer };
        var caller = new SignallingEngine(options with { LocalAddress = Caller }, new Random(1));
        var called = new SignallingEngine(options with { LocalAddress = Called }, new Random(2));
        for (var i = 1; i <= Calls; i++)
        {
            caller.Do(new CallCommand.Dial(new CallHandle(i), "sip:room@192.0.2.1", "Giao ban", Sound, TimeSpan.FromSeconds(30)), Begin + TimeSpan.FromMicroseconds(i));
            Exchange(caller, called, Begin + TimeSpan.FromMicroseconds(i));
        }

        if (isEnded)
            HangUp(caller, called);
        return isCaller ? caller : called;
    }

    private static void HangUp(SignallingEngine caller, SignallingEngine called)
    {
        Settle(caller, End);
        Settle(called, End);
        for (var i = 1; i <= Calls; i++)
        {
            caller.Do(new CallCommand.HangUp(new CallHandle(i)), End);
            Exchange(caller, called, End);
        }
    }

    /// <summary>Carries datagrams both ways until there are none; whoever is called answers at once.</summary>
    private static void Exchange(SignallingEngine caller, SignallingEngine called, Tick now)
    {
        while (Carry(caller, called, Caller, now) | Carry(called, caller, Called, now))
        {
            // once more
        }
    }

    private static bool Carry(SignallingEngine from, SignallingEngine to, IPEndPoint source, Tick now)
    {
        var isAny = false;
        while (from.TryPoll(out var output))
        {
            isAny = true;
            if (output is SignallingOutput.Transmit transmit)
                to.Receive(transmit.Bytes.Span, SipPath.Udp(source), now);
            else if (output is SignallingOutput.Happened { Event: CallEvent.Incoming incoming })
                from.Do(new CallCommand.Accept(incoming.Call, Sound), now);
        }

        return isAny;
    }

    private static void Settle(SignallingEngine engine, Tick until)
    {
        engine.Advance(until);
        while (engine.TryPoll(out _))
        {
            // nobody hears it
        }
    }
}
