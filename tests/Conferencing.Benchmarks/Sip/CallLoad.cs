using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Conferencing.Benchmarks.Sip;

/// <summary>
/// Begins calls at a steady rate whatever becomes of them, holds each, hangs up. The ports its SDP names are bound and never read: what the
/// bridge sends there is dropped by the kernel. Runs on the caller's thread, stops by itself.
/// </summary>
internal sealed class CallLoad : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly Socket _socket = Bound(0);
    private readonly Socket[] _sinks;
    private readonly CallTexts _texts;
    private readonly EndPoint _bridge;
    private readonly long _hold;
    private readonly byte[] _buffer = new byte[8192];
    private readonly Dictionary<int, LoadCall> _calls = [];
    private readonly PriorityQueue<LoadCall, long> _due = new();
    private int _lastNumber;

    /// <param name="conferenceOf">The number a call dials.</param>
    /// <param name="sinks">RTP ports in turn: more than calls are up at one time.</param>
    public CallLoad(int bridgePort, Func<int, string> conferenceOf, TimeSpan hold, int sinks)
    {
        _socket.ReceiveBufferSize = 4 << 20;
        _sinks = [.. Enumerable.Range(0, sinks).Select(_ => Bound(1))];
        var ports = _sinks.Select(sink => ((IPEndPoint)sink.LocalEndPoint!).Port).ToArray();
        _texts = new CallTexts(((IPEndPoint)_socket.LocalEndPoint!).Port, bridgePort, conferenceOf, number => ports[number % ports.Length]);
        _bridge = new IPEndPoint(IPAddress.Loopback, bridgePort);
        _hold = (long)(hold.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Begins <paramref name="rate"/> calls a second for a time, then waits until all are over.</summary>
    public CallCount Run(int rate, TimeSpan length)
    {
        var first = _lastNumber + 1;
        var start = Stopwatch.GetTimestamp();
        var total = (int)(rate * length.TotalSeconds);
        var end = start + (long)((length + Patience).TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() is var now && now < end && (_lastNumber < first + total - 1 || _due.Count > 0))
        {
            while (_lastNumber < first + total - 1 && start + ((_lastNumber + 1 - first) * Stopwatch.Frequency / rate) <= now)
                Begin(now);
            Repeat(now);
            Receive(now);
        }

        var calls = _calls.Values.ToList();
        _calls.Clear();
        _due.Clear();
        return CallCount.Of(calls);
    }

    public void Dispose()
    {
        _socket.Dispose();
        foreach (var sink in _sinks)
            sink.Dispose();
    }

    private static Socket Bound(int receiveBuffer)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (receiveBuffer > 0)
            socket.ReceiveBufferSize = receiveBuffer;
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void Begin(long now)
    {
        var call = new LoadCall(++_lastNumber, now);
        _calls.Add(call.Number, call);
        Send(_texts.Invite(call));
        _due.Enqueue(call, call.Deadline);
    }

    private void Repeat(long now)
    {
        while (_due.TryPeek(out var call, out var at) && at <= now)
        {
            _due.Dequeue();
            if (call.IsOver)
                continue;
            if (call.Deadline <= now)
                Act(call, now);
            if (!call.IsOver)
                _due.Enqueue(call, call.Deadline);
        }
    }

    private void Act(LoadCall call, long now)
    {
        if (call.State == LoadCallState.Held)
        {
            call.HangUp(now);
            Send(_texts.Bye(call));
        }
        else if (call.Repeat(now))
        {
            Send(call.State == LoadCallState.Inviting ? _texts.Invite(call) : _texts.Bye(call));
        }
        else
        {
            call.End(false);
        }
    }

    private void Receive(long now)
    {
        for (var i = 0; i < 32 && _socket.Poll(i == 0 ? 200 : 0, SelectMode.SelectRead); i++)
        {
            var bytes = _buffer.AsSpan(0, _socket.Receive(_buffer));
            if (CallTexts.Read(bytes) is var (number, status, isToBye) && status >= 200 && _calls.TryGetValue(number, out var call))
                Hear(call, status, isToBye, bytes, now);
        }
    }

    private void Hear(LoadCall call, int status, bool isToBye, ReadOnlySpan<byte> bytes, long now)
    {
        if (isToBye)
        {
            call.End(status == 200);
            return;
        }

        if (status >= 300)
        {
            call.End(false);
            return;
        }

        if (call.State == LoadCallState.Inviting)
            call.Answer(CallTexts.ToOf(bytes), CallTexts.ContactOf(bytes), now, _hold);
        else
            call.NoteRepetition();
        Send(_texts.Ack(call));
        _due.Enqueue(call, call.Deadline);
    }

    private void Send(byte[] bytes) => _socket.SendTo(bytes, _bridge);
}

/// <summary>What became of a run's calls; times in milliseconds from INVITE to 200.</summary>
internal sealed record CallCount(int Calls, int Failed, int Retransmissions, double SetUpMedianMs, double SetUpP99Ms)
{
    /// <summary>Nothing failed and nothing had to be sent twice.</summary>
    public bool IsClean => Failed == 0 && Retransmissions == 0;

    public static CallCount Of(List<LoadCall> calls)
    {
        double[] setUps = [.. calls.Where(call => call.AnsweredAt > 0).Select(call => (call.AnsweredAt - call.BegunAt) * 1000.0 / Stopwatch.Frequency).Order()];
        return new CallCount(
            calls.Count, calls.Count(call => call.State != LoadCallState.Done), calls.Sum(call => call.Retransmissions), At(setUps, 0.5), At(setUps, 0.99));
    }

    private static double At(double[] sorted, double part) => sorted.Length == 0 ? double.NaN : sorted[(int)(part * (sorted.Length - 1))];
}
