using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Tests.Recordings;

/// <summary>Recordings on their way to a server that refuses, breaks and loses: what is held up, and what is deleted when.</summary>
public sealed class RecordingCourierTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Sound = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)i)];

    private readonly WorkFolder _work = new();
    private readonly WrittenLog _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Guid, byte[]> _kept = [];
    private readonly ConcurrentQueue<Guid> _announced = new();
    private WebApplication _server = null!;
    private Task _running = Task.CompletedTask;

    /// <summary>How the server answers what it is told of a recording; null when it takes it.</summary>
    private Func<Guid, IResult?> _refuse = _ => null;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Recordings);
        await File.WriteAllTextAsync(KeyFile, "key");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPut("/bridge/recordings/{id:guid}", Describe);
        _server.MapPost("/bridge/recordings/{id:guid}/{file}", Keep);
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _work.Dispose();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    [InlineData(200)] // a proxy's page
    public async Task A_recording_the_server_does_not_take_holds_up_no_other_and_is_in_the_log_once(int status)
    {
        var folders = await Leave(3);
        var refused = FirstOf(folders);
        Volatile.Write(ref _refuse, id => id == Id(refused) ? Results.Content("<html>", "text/html", statusCode: status) : null);
        Run();
        await Eventually.True(Patience, () => folders.Count(folder => Directory.Exists(folder.Path)) == 1, Seen);
        var asked = _announced.Count(id => id == Id(refused));
        await Eventually.True(Patience, () => _announced.Count(id => id == Id(refused)) > asked + 2, Seen);
        Assert.True(Directory.Exists(refused.Path));
        Assert.Single(_log.Written, line => line.Contains(refused.Path, StringComparison.Ordinal));

        Volatile.Write(ref _refuse, _ => null);
        await Eventually.True(Patience, () => !Directory.Exists(refused.Path), Seen);
    }

    [Theory]
    [InlineData("a file that is gone")]
    [InlineData("a description that is not understood")]
    public async Task A_recording_that_is_damaged_holds_up_no_other_and_is_kept(string damage)
    {
        var folders = await Leave(3);
        var damaged = FirstOf(folders);
        if (damage == "a file that is gone")
            File.Delete(damaged.In(RecordingFolder.MixFile));
        else
            await File.WriteAllTextAsync(damaged.In("recording.json"), "");
        Run();
        await Eventually.True(Patience, () => folders.Count(folder => Directory.Exists(folder.Path)) == 1, Seen);
        Assert.True(Directory.Exists(damaged.Path));
        Assert.Single(_log.Written, line => line.Contains(damaged.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(507)]
    public async Task What_no_recording_could_get_past_is_asked_once_a_round_and_said_once(int status)
    {
        var folders = await Leave(3);
        Volatile.Write(ref _refuse, _ => Results.StatusCode(status));
        Run();
        await Eventually.True(Patience, () => _announced.Count > 3, Seen);
        Assert.Single(_announced.Distinct());
        Assert.Single(_log.Written);
        Volatile.Write(ref _refuse, _ => null);
        await Eventually.True(Patience, () => !folders.Any(folder => Directory.Exists(folder.Path)), Seen);
    }

    [Fact]
    public async Task Whatever_stops_a_round_the_next_one_goes()
    {
        File.Delete(KeyFile);
        Directory.CreateDirectory(KeyFile); // reading it is UnauthorizedAccessException
        var folder = Assert.Single(await Leave(1));
        Run();
        await Eventually.True(Patience, () => _log.Written.Count > 0, Seen);
        Directory.Delete(KeyFile);
        await File.WriteAllTextAsync(KeyFile, "key");
        await Eventually.True(Patience, () => !Directory.Exists(folder.Path), Seen);
        Assert.Equal(Sound, Of(Id(folder)));
    }

    /// <summary>A server whose power fails has lost what was not on its disk yet.</summary>
    [Fact]
    public async Task What_the_server_lost_after_it_took_it_is_sent_again_before_it_is_deleted()
    {
        var folder = Assert.Single(await Leave(1));
        var lost = 0;
        Volatile.Write(ref _refuse, id =>
        {
            if (Of(id).Length == Sound.Length && Interlocked.Exchange(ref lost, 1) == 0)
                _kept[id] = Sound[..1_000_000];
            return null;
        });
        Run();
        await Eventually.True(Patience, () => !Directory.Exists(folder.Path), Seen);
        Assert.Equal(1, lost);
        Assert.Equal(Sound, Of(Id(folder)));
    }

    private string Recordings => Path.Combine(_work.Path, "recordings");

    private string KeyFile => Path.Combine(_work.Path, "key");

    private static Guid Id(RecordingFolder folder) => Guid.Parse(Path.GetFileName(folder.Path));

    /// <summary>The one a courier comes to first.</summary>
    private RecordingFolder FirstOf(IEnumerable<RecordingFolder> folders)
    {
        var first = RecordingFolder.All(Recordings).First().Path;
        return folders.First(folder => folder.Path == first);
    }

    /// <summary>Recordings that have ended.</summary>
    private async Task<List<RecordingFolder>> Leave(int count)
    {
        var folders = new List<RecordingFolder>();
        for (var i = 0; i < count; i++)
        {
            var id = Guid.NewGuid();
            var folder = RecordingFolder.Of(Recordings, id);
            Directory.CreateDirectory(folder.Path);
            await File.WriteAllBytesAsync(folder.In(RecordingFolder.MixFile), Sound);
            folder.Write(new RecordingManifest
            {
                RecordingId = id,
                ConferenceId = Guid.NewGuid(),
                StartedAt = DateTimeOffset.UnixEpoch,
                EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(1),
                End = RecordingEnd.Stopped,
                Tracks = [new RecordedTrack { File = RecordingFolder.MixFile, Bytes = Sound.Length, Milliseconds = 1000 }],
            });
            folders.Add(folder);
        }

        return folders;
    }

    private void Run()
    {
        var courier = new RecordingCourier(
            new RecordingCourierOptions { ServerUrl = new Uri(_server.Urls.Single()), KeyFile = KeyFile, Folder = Recordings, Period = TimeSpan.FromMilliseconds(20) }, _log);
        _running = courier.Run(_stop.Token).ContinueWith(
            run =>
            {
                courier.Dispose();
                return run;
            }, TaskScheduler.Default).Unwrap();
    }

    private IResult Describe(Guid id)
    {
        _announced.Enqueue(id);
        return Volatile.Read(ref _refuse)(id) ?? Results.Json(
            new RecordingReceipt { Bytes = ImmutableDictionary<string, long>.Empty.Add(RecordingFolder.MixFile, Of(id).Length) }, ContractJson.Options);
    }

    private async Task<IResult> Keep(Guid id, string file, long at, HttpRequest request)
    {
        using var piece = new MemoryStream();
        await request.Body.CopyToAsync(piece);
        if (file != RecordingFolder.MixFile || Of(id).Length != at)
            return Results.Conflict();
        _kept[id] = [.. Of(id), .. piece.ToArray()];
        return Results.NoContent();
    }

    private byte[] Of(Guid id) => _kept.GetValueOrDefault(id, []);

    private string Seen() => string.Join("\n", _log.Written);
}
