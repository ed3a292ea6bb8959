using System.Diagnostics;
using System.Text.Json;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>
/// The course of a load run: wait for every room to be in, let it settle, measure round after round, and say each step as a line of
/// JSON on standard output, so that whoever started it can measure the bridge over the same time.
/// </summary>
internal sealed class LoadRun(Simulator simulator, LoadOptions options, Action<string> say)
{
    private const long SettleUs = 3_000_000;

    private long _nextUs = long.MinValue;
    private int _round;
    private State _state = State.Connecting;

    private enum State
    {
        Connecting,
        Settling,
        Measuring,
    }

    public bool Succeeded { get; private set; }

    /// <summary>One turn of the loop; false when the run is over.</summary>
    public bool Step(long nowUs)
    {
        switch (_state)
        {
            case State.Connecting:
                return Connect(nowUs);
            case State.Settling:
                if (nowUs >= _nextUs) BeginRound(nowUs);
                return true;
            case State.Measuring:
                return nowUs < _nextUs || EndRound(nowUs);
            default:
                throw new UnreachableException($"A load run is never {_state}.");
        }
    }

    private bool Connect(long nowUs)
    {
        int connected = simulator.Rooms.Count(room => room.IsConnected);
        if (_nextUs == long.MinValue) _nextUs = nowUs + (long)options.Patience.TotalMicroseconds;
        if (connected < simulator.Rooms.Length)
        {
            if (nowUs < _nextUs) return true;
            say(JsonSerializer.Serialize(new { @event = "gaveUp", connected, wanted = simulator.Rooms.Length }));
            return false;
        }
        // From the first INVITE to the last ACK.
        double seconds = (nowUs - simulator.Rooms.Min(room => room.FirstCalledUs!.Value)) / 1e6;
        say(JsonSerializer.Serialize(new { @event = "connected", rooms = connected, seconds = Math.Round(seconds, 4) }));
        _state = State.Settling;
        _nextUs = nowUs + SettleUs;
        return true;
    }

    private void BeginRound(long nowUs)
    {
        foreach (var room in simulator.Rooms)
            room.Reception?.Restart();
        simulator.Markers!.Begin(nowUs);
        _round++;
        _state = State.Measuring;
        _nextUs = nowUs + (long)options.Round.TotalMicroseconds;
        say(JsonSerializer.Serialize(new { @event = "measuring", round = _round }));
    }

    private bool EndRound(long nowUs)
    {
        simulator.Markers!.End();
        say(JsonSerializer.Serialize(new { @event = "measured", round = _round, report = LoadReport.Of(simulator) }, LoadReport.Json));
        Succeeded = _round == options.Rounds;
        if (!Succeeded) BeginRound(nowUs);
        return !Succeeded;
    }
}
