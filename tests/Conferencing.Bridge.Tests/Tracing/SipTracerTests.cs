using System.Net;
using System.Text;
using Conferencing.Bridge.Tracing;
using Conferencing.Contract;
using Conferencing.Signalling;

namespace Conferencing.Bridge.Tests.Tracing;

public sealed class SipTracerTests
{
    private static readonly SipPath Room = SipPath.Udp(IPEndPoint.Parse("10.0.0.7:5060"));
    private readonly SetClock _clock = new();
    private readonly SipTracer _tracer;

    public SipTracerTests() => _tracer = new SipTracer(_clock);

    [Fact]
    public void Messages_of_the_room_come_numbered_with_their_time_and_without_secrets()
    {
        var order = Order();
        _tracer.Start(order);
        _tracer.Start(order); // sent twice
        Note("INVITE sip:a@b SIP/2.0\r\nAuthorization: Digest response=\"beef\"");
        _tracer.Note(isOutgoing: true, SipPath.Udp(IPEndPoint.Parse("10.0.0.8:5060")), "OPTIONS sip:other@10.0.0.8 SIP/2.0\r\nCall-ID: 9\r\n\r\n"u8);
        _clock.Now += TimeSpan.FromSeconds(1);
        Note("BYE sip:a@b SIP/2.0");
        var report = Assert.Single(_tracer.TakeReports());
        Assert.Equal((2, null, "1 2"), (report.Seen, report.End, string.Join(' ', report.Messages.Select(message => message.Number))));
        Assert.Equal(TimeSpan.FromSeconds(1), report.Messages[1].At - report.Messages[0].At);
        Assert.Equal((true, "UDP", "10.0.0.7:5060"), (report.Messages[0].Outgoing, report.Messages[0].Transport, report.Messages[0].Remote));
        Assert.DoesNotContain("beef", report.Messages[0].Text, StringComparison.Ordinal);
        Assert.Empty(_tracer.TakeReports());
    }

    [Fact]
    public void It_ends_by_itself_after_its_time_or_size_or_when_it_is_stopped()
    {
        var (time, size, stopped) = (Order(seconds: 10), Order(characters: 100), Order());
        foreach (var order in new[] { time, size, stopped })
            _tracer.Start(order);
        Note("INVITE sip:a@b SIP/2.0\r\nX: " + new string('x', 200));
        _tracer.Stop(stopped.TraceId);
        Assert.Equal([(time.TraceId, null), (size.TraceId, TraceEnd.Size), (stopped.TraceId, TraceEnd.Stopped)], _tracer.TakeReports().Select(one => (one.TraceId, one.End)));
        _clock.Now += TimeSpan.FromSeconds(10);
        Note("BYE sip:a@b SIP/2.0");
        var last = Assert.Single(_tracer.TakeReports());
        Assert.Equal((TraceEnd.Time, 1, 0), (last.End, last.Seen, last.Messages.Length));
    }

    [Fact]
    public void What_nobody_fetches_is_counted_and_dropped_and_there_are_not_too_many()
    {
        _tracer.Start(Order());
        for (var message = 0; message < 1500; message++)
            Note("OPTIONS sip:a@b SIP/2.0");
        var report = Assert.Single(_tracer.TakeReports());
        Assert.Equal((1500, 1000), (report.Seen, report.Messages.Length));
        for (var more = 0; more < 8; more++)
            _tracer.Start(Order());
        Assert.Equal(TraceEnd.Bridge, Assert.Single(_tracer.TakeReports(), one => one.End is not null).End);
    }

    private void Note(string head) => _tracer.Note(isOutgoing: true, Room, Encoding.UTF8.GetBytes(head + "\r\nCall-ID: 1\r\n\r\n"));

    private static TraceOrder Order(int seconds = 60, int characters = 1_000_000) => new()
    {
        TraceId = Guid.NewGuid(),
        CallIds = [],
        Addresses = ["sip:room@10.0.0.7"],
        ForSeconds = seconds,
        MaxCharacters = characters,
    };

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
