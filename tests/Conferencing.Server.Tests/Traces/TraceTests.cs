using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Traces;

/// <summary>A technician switches a room's trace on, reads it while it runs, takes it away and switches it off.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(7));

    private RunningServer _server = null!;
    private ApiClient _technician = null!;
    private Guid[] _rooms = [];
    private string _path = "";
    private FakeNode _node = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        var admin = await _server.SignedIn("admin", Role.Administrator);
        _technician = await _server.SignedIn("technician", Role.Technician);
        _rooms = await admin.AddRooms(2);
        _node = await FakeNode.Connect(_server);
        var start = DateTimeOffset.UtcNow.AddSeconds(1);
        var booked = (await admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _rooms))).Expect(201);
        var plan = await _node.NextPlan();
        await _node.Snapshot(Statuses.Of(plan, ConferencePhase.Running, Statuses.Room(_rooms[1], LegState.Ringing, callId: "call7")));
        _path = $"/api/conferences/{booked["occurrences"][0].GetProperty("id").GetGuid()}/participants/{_rooms[1]}/trace";
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_is_switched_on_read_and_switched_off()
    {
        Assert.Equal("noTrace", (await _technician.Get(_path)).Expect(404).Problem);
        var trace = (await _technician.Post(_path, new { minutes = 5 })).Expect(200);
        Assert.Equal("trace call7 sip:room2@127.0.0.1:24902", await _node.NextCall());
        Assert.Equal(300, _node.Orders[0].ForSeconds);
        Assert.Equal(trace.Id, (await _technician.Post(_path)).Expect(200).Id); // one at a time
        await _node.NextCall();

        await _node.Trace(Report(trace.Id, 2, Message(1), Message(2)));
        await _node.Trace(Report(trace.Id, 5, Message(5)));
        var read = (await _technician.Get($"/api/traces/{trace.Id}?after=1")).Expect(200);
        Assert.Equal((2, 2), (read["messages"].GetArrayLength(), read["missing"].GetInt32()));
        var file = await _technician.Http.GetAsync(new Uri($"/api/traces/{trace.Id}/text", UriKind.Relative));
        Assert.Equal("text/plain", file.Content.Headers.ContentType?.MediaType);
        Assert.Contains("--- 5  08:00:05.000000  +4.000 s  bridge -> UDP 10.0.0.7:5060\nINVITE 5", await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal("stopped", (await _technician.Post($"/api/traces/{trace.Id}/stop")).Expect(200)["end"].GetString());
        Assert.Equal($"stop trace {trace.Id}", await _node.NextCall());
        Assert.NotEqual(trace.Id, (await _technician.Post(_path)).Expect(200).Id);
    }

    [Fact]
    public async Task Another_bridge_goes_on_where_the_one_before_stopped()
    {
        var trace = (await _technician.Post(_path)).Expect(200);
        await _node.NextCall();
        await _node.Trace(Report(trace.Id, 3, Message(1), Message(2), Message(3)));
        await _node.DisposeAsync();
        await using var next = await FakeNode.Connect(_server);
        Assert.StartsWith("trace call7", await next.NextCall(), StringComparison.Ordinal);
        await next.Trace(Report(trace.Id, 1, Message(1)));
        var read = (await _technician.Get(_path)).Expect(200);
        Assert.Equal([1, 2, 3, 4], read["messages"].EnumerateArray().Select(one => one.GetProperty("number").GetInt32()));
        Assert.Equal(0, read["missing"].GetInt32());

        await next.Trace(Report(Guid.NewGuid(), 1, Message(1)));
        Assert.StartsWith("stop trace", await next.NextCall(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_bridge_or_with_a_silly_time_it_is_refused()
    {
        Assert.Equal(400, (await _technician.Post(_path, new { minutes = 61 })).Code);
        await _node.DisposeAsync();
        while (_server.Service<Server.Live.NodeLine>().Node is not null) await Task.Delay(20);
        Assert.Equal("bridgeAway", (await _technician.Post(_path)).Expect(409).Problem);
    }

    [Fact]
    public async Task A_bridge_that_never_says_the_end_does_not_keep_it_running()
    {
        var trace = (await _technician.Post(_path, new { minutes = 1 })).Expect(200);
        _server.Clock.Move(TimeSpan.FromSeconds(80));
        Assert.Equal("bridge", (await _technician.Get($"/api/traces/{trace.Id}")).Expect(200)["end"].GetString());
    }

    private static TraceReport Report(Guid trace, long seen, params TracedMessage[] messages) => new() { TraceId = trace, Seen = seen, Messages = [.. messages] };

    private static TracedMessage Message(int number) => new()
    {
        Number = number,
        At = At.AddSeconds(number),
        Outgoing = true,
        Transport = "UDP",
        Remote = "10.0.0.7:5060",
        Text = $"INVITE {number}\r\nCall-ID: call7\r\n\r\n",
    };
}
