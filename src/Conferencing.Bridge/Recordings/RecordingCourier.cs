using System.Net.Http.Headers;
using System.Net.Http.Json;
using Conferencing.Contract;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Recordings;

/// <summary>What a courier needs to find the server.</summary>
internal sealed record RecordingCourierOptions
{
    public required Uri ServerUrl { get; init; }

    /// <summary>File with the secret that signs the node in; read again at each round.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Where the recorder writes.</summary>
    public required string Folder { get; init; }

    /// <summary>Between two rounds; a recording that still grows is carried every <see cref="GrowingRounds"/>th.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(2);

    public int GrowingRounds { get; init; } = 5;
}

/// <summary>
/// Carries recordings to the server, also while they grow: says what there is, hears how much of it the server has, sends the rest, and
/// deletes here what is whole there. All of it can be said again, so a restart of either side needs nothing more.
/// </summary>
internal sealed class RecordingCourier(RecordingCourierOptions options, ILogger logger) : IDisposable
{
    private const int PieceBytes = 1 << 20;

    private readonly HttpClient _http = new() { BaseAddress = options.ServerUrl, Timeout = TimeSpan.FromSeconds(30) };
    private readonly byte[] _piece = new byte[PieceBytes];
    private bool _complained;

    /// <summary>Ends with <paramref name="stop"/> only.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var clock = new PeriodicTimer(options.Period);
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            try
            {
                await Carry(round % options.GrowingRounds == 0, stop).ConfigureAwait(false);
                await clock.WaitForNextTickAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task Carry(bool withGrowing, CancellationToken stop)
    {
        foreach (var folder in RecordingFolder.All(options.Folder))
        {
            if (folder.Read() is not { } manifest || (manifest.EndedAt is null && !withGrowing))
                continue;
            try
            {
                await Carry(folder, manifest, stop).ConfigureAwait(false);
                _complained = false;
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                Complain(manifest, failure);
                return;
            }
        }
    }

    private async Task Carry(RecordingFolder folder, RecordingManifest manifest, CancellationToken stop)
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await ReadKey(stop).ConfigureAwait(false));
        var path = $"/bridge/recordings/{manifest.RecordingId}";
        using var answer = await _http.PutAsJsonAsync(path, manifest, ContractJson.Options, stop).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        var receipt = await answer.Content.ReadFromJsonAsync<RecordingReceipt>(ContractJson.Options, stop).ConfigureAwait(false);
        if (receipt is { Deleted: false })
        {
            foreach (var track in manifest.Tracks)
                await Send(folder.In(track.File), $"{path}/{track.File}", receipt.Bytes.GetValueOrDefault(track.File), stop).ConfigureAwait(false);
        }

        if (receipt is not null && manifest.EndedAt is not null)
            Forget(folder, manifest);
    }

    /// <summary>Everything from an offset on; the server refuses what does not join.</summary>
    private async Task Send(string file, string path, long from, CancellationToken stop)
    {
        using var sound = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        sound.Seek(from, SeekOrigin.Begin);
        int length;
        while ((length = await sound.ReadAsync(_piece, stop).ConfigureAwait(false)) > 0)
        {
            using var body = new ByteArrayContent(_piece, 0, length);
            using var answer = await _http.PostAsync($"{path}?at={from}", body, stop).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            from += length;
        }
    }

    /// <summary>Every piece was taken, or none is wanted.</summary>
    private void Forget(RecordingFolder folder, RecordingManifest manifest)
    {
        folder.Delete();
        logger.LogInformation("Recording {Recording} was handed over", manifest.RecordingId);
    }

    private async Task<string> ReadKey(CancellationToken stop) => (await File.ReadAllTextAsync(options.KeyFile, stop).ConfigureAwait(false)).Trim();

    private void Complain(RecordingManifest manifest, Exception failure)
    {
        if (!_complained)
            logger.LogWarning("Recording {Recording} cannot be handed over now: {Reason}", manifest.RecordingId, failure.Message);
        _complained = true;
    }
}
