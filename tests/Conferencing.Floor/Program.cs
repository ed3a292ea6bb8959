using System.Globalization;
using Conferencing.Bridge.Rtp;
using Conferencing.Floor;

// The least that any G.711 bridge does, on the sockets that ours has: Conferencing.Floor FIRST-PORT CONFERENCES SECONDS
// One port a conference; whoever sends there is in it. Ends by itself.
if (args.Length != 3 || args.Any(text => !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("Conferencing.Floor FIRST-PORT CONFERENCES SECONDS");
    return 2;
}

int[] numbers = [.. args.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
var lines = Enumerable.Range(0, numbers[1]).Select(i => new FloorLine(numbers[0] + i)).ToArray();
Console.WriteLine("ready");
NativeThread.Raise();
long tick = NativeThread.Now(), end = tick + (numbers[2] * 1_000_000_000L);
while (tick < end)
{
    tick += 20_000_000;
    NativeThread.SleepUntil(tick);
    foreach (var line in lines)
        line.Tick();
}

foreach (var line in lines)
    line.Dispose();
return 0;
