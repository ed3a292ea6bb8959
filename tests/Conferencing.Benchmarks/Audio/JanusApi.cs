using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conferencing.Benchmarks.Audio;

/// <summary>Janus' API by its unix socket, one request after the other. Knows no plugin.</summary>
internal sealed class JanusApi : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
    private readonly byte[] _buffer = new byte[1 << 18];
    private readonly long _session;
    private long _transaction;

    /// <exception cref="SocketException">Nobody listens there.</exception>
    public JanusApi(string path)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _session = IdOf(Ask(new JsonObject { ["janus"] = "create" }));
    }

    /// <summary>Returns a new handle of a plugin.</summary>
    public long Attach(string plugin) => IdOf(Ask(new JsonObject { ["janus"] = "attach", ["plugin"] = plugin }));

    /// <summary>A request to a plugin; what it answers.</summary>
    /// <exception cref="InvalidOperationException">It refused.</exception>
    public JsonNode Tell(long handle, JsonObject body)
    {
        var answer = Ask(new JsonObject { ["janus"] = "message", ["handle_id"] = handle, ["body"] = body });
        var said = answer["plugindata"]?["data"] ?? answer;
        return said["error"] is null ? said : throw new InvalidOperationException($"Janus refused {body["request"]}: {said.ToJsonString()}");
    }

    /// <summary>Ends the session with all its handles.</summary>
    public void Dispose()
    {
        try
        {
            Ask(new JsonObject { ["janus"] = "destroy" });
        }
        catch (Exception gone) when (gone is SocketException or InvalidOperationException)
        {
            // Then its sessions are gone as well.
        }

        _socket.Dispose();
    }

    private static long IdOf(JsonNode answer) => answer["data"]!["id"]!.GetValue<long>();

    private JsonNode Ask(JsonObject request)
    {
        string transaction = $"{++_transaction}";
        request["transaction"] = transaction;
        if (_session != 0)
            request["session_id"] = _session;
        _socket.Send(JsonSerializer.SerializeToUtf8Bytes(request));
        while (true)
        {
            var answer = JsonNode.Parse(_buffer.AsSpan(0, _socket.Receive(_buffer)))!;
            string kind = (string)answer["janus"]!;
            if ((string?)answer["transaction"] != transaction || kind == "ack")
                continue;
            return kind == "error" ? throw new InvalidOperationException($"Janus refused: {answer.ToJsonString()}") : answer;
        }
    }
}
