using System.Collections.Immutable;
using System.Net;
using System.Text;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Tracing;

/// <summary>
/// Which messages belong to one room: those of its known calls, those to and from its addresses, and from then on every message of a call once
/// seen there. Reads messages only as far as it must; it neither keeps nor changes them.
/// </summary>
public sealed class TraceFilter
{
    /// <summary>Calls remembered; the oldest is forgotten first.</summary>
    private const int MaxCalls = 64;

    private readonly Queue<string> _calls = new();
    private readonly HashSet<IPEndPoint> _peers = [];
    private readonly ImmutableArray<string> _targets;

    /// <param name="callIds">Calls of the room that are known.</param>
    /// <param name="addresses">The room's SIP addresses; one that cannot be parsed matches nothing.</param>
    public TraceFilter(IEnumerable<string> callIds, IEnumerable<string> addresses)
    {
        foreach (var callId in callIds)
            Learn(callId);
        var targets = ImmutableArray.CreateBuilder<string>();
        foreach (var address in addresses)
        {
            if (!SipUri.TryParse(address.AsSpan().Trim(), out var uri))
                continue;
            if (uri.Address is { } literal)
                _peers.Add(new IPEndPoint(literal, uri.EffectivePort));
            var user = uri.UserInfo is null ? "" : uri.UserInfo.Split(':')[0] + "@";
            targets.Add($"{user}{uri.Host}{(uri.Port is { } port ? $":{port}" : "")}");
        }

        _targets = targets.ToImmutable();
    }

    public bool Matches(SipPath remote, ReadOnlySpan<byte> message)
    {
        var callId = CallIdOf(message);
        if (callId is not null && _calls.Contains(callId))
            return true;
        if (!_peers.Contains(remote.Remote) && !Names(message))
            return false;
        if (callId is not null)
            Learn(callId);
        return true;
    }

    /// <summary>The value of Call-ID or its short form i; null when the head has none.</summary>
    public static string? CallIdOf(ReadOnlySpan<byte> message)
    {
        foreach (var range in message.Split((byte)'\n'))
        {
            var line = message[range].TrimEnd((byte)'\r');
            if (line.IsEmpty)
                return null;
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
                continue;
            var name = line[..colon].Trim(" \t"u8);
            if (Ascii.EqualsIgnoreCase(name, "call-id"u8) || Ascii.EqualsIgnoreCase(name, "i"u8))
                return Encoding.UTF8.GetString(line[(colon + 1)..].Trim(" \t"u8));
        }

        return null;
    }

    /// <summary>Whether start line, From or To name the room.</summary>
    private bool Names(ReadOnlySpan<byte> message)
    {
        var isFirst = true;
        foreach (var range in message.Split((byte)'\n'))
        {
            var line = message[range].TrimEnd((byte)'\r');
            if (line.IsEmpty)
                return false;
            if ((isFirst || IsParty(line)) && HasTarget(line))
                return true;
            isFirst = false;
        }

        return false;
    }

    private static bool IsParty(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon <= 0 ? default : line[..colon].Trim(" \t"u8);
        return Ascii.EqualsIgnoreCase(name, "from"u8) || Ascii.EqualsIgnoreCase(name, "to"u8)
            || Ascii.EqualsIgnoreCase(name, "f"u8) || Ascii.EqualsIgnoreCase(name, "t"u8);
    }

    private bool HasTarget(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        foreach (var target in _targets)
        {
            var at = text.IndexOf(":" + target, StringComparison.OrdinalIgnoreCase);
            var end = at + 1 + target.Length;
            if (at >= 0 && (end == text.Length || text[end] is '>' or ';' or ' ' or '?' or ','))
                return true;
        }

        return false;
    }

    private void Learn(string callId)
    {
        if (_calls.Count == MaxCalls)
            _calls.Dequeue();
        _calls.Enqueue(callId);
    }
}
