using System.Net;
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
/// deletes here what the server says it has as a whole. All of it can be said again, so a restart of either side needs nothing more.
/// </summary>
internal sealed class RecordingCourier(RecordingCourierOptions options, ILogger logger) : IDisposable
{
    private const int PieceBytes = 1 << 20;

    private readonly HttpClient _http = new() { BaseAddress = options.ServerUrl, Timeout = TimeSpan.FromSeconds(30) };
    private readonly byte[] _piece = new byte[PieceBytes];

    /// <summary>Folders of recordings that cannot be carried, and the folder of them all when none can: each is in the log once.</summary>
    private readonly HashSet<string> _complained = [];

    /// <summary>Ends with <paramref name="stop"/> only.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var clock = new PeriodicTimer(options.Period);
        try
        {
            for (var round = 0; ; round++)
            {
                await Go(round % options.GrowingRounds == 0, stop).ConfigureAwait(false);
                await clock.WaitForNextTickAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Said above: so it ends.
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>One round. What stops it, whatever it is, is tried again in the next.</summary>
    private async Task Go(bool withGrowing, CancellationToken stop)
    {
        try
        {
            await CarryAll(withGrowing, stop).ConfigureAwait(false);
            _complained.Remove(options.Folder);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Complain(options.Folder, failure);
        }
    }

    /// <summary>One recording that is not taken holds up no other.</summary>
    private async Task CarryAll(bool withGrowing, CancellationToken stop)
    {
        var folders = RecordingFolder.All(options.Folder).ToList();
        if (folders.Count == 0)
            return;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await ReadKey(stop).ConfigureAwait(false));
        foreach (var folder in folders)
        {
            try
            {
                if (folder.Read() is { } manifest && (withGrowing || manifest.EndedAt is not null))
                    await Carry(folder, manifest, stop).ConfigureAwait(false);
                _complained.Remove(folder.Path);
            }
            catch (Exception failure) when (failure is not OperationCanceledException && !IsOfAll(failure))
            {
                Complain(folder.Path, failure);
            }
        }
    }

    /// <summary>The server is not there, does not know this node, or has no room: the next recording would fare no better.</summary>
    private static bool IsOfAll(Exception failure) => failure is HttpRequestException
    {
        StatusCode: null or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout or HttpStatusCode.InsufficientStorage,
    };

    private async Task Carry(RecordingFolder folder, RecordingManifest manifest, CancellationToken stop)
    {
        var path = $"/bridge/recordings/{manifest.RecordingId}";
        using var answer = await _http.PutAsJsonAsync(path, manifest, ContractJson.Options, stop).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        var receipt = await answer.Content.ReadFromJsonAsync<RecordingReceipt>(ContractJson.Options, stop).ConfigureAwait(false);
        if (receipt is null)
            return;
        long sent = 0;
        if (!receipt.Deleted)
        {
            foreach (var track in manifest.Tracks)
                sent += await Send(folder.In(track.File), $"{path}/{track.File}", receipt.Bytes.GetValueOrDefault(track.File), stop).ConfigureAwait(false);
        }

        // What was sent now may still be in the server's memory only: the receipt of the next round says that it is kept.
        if (sent == 0 && manifest.EndedAt is not null)
            Forget(folder, manifest);
    }

    /// <summary>Everything from an offset on; the server refuses what does not join.</summary>
    /// <returns>Bytes that were sent.</returns>
    private async Task<long> Send(string file, string path, long from, CancellationToken stop)
    {
        using var sound = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        sound.Seek(from, SeekOrigin.Begin);
        long at = from;
        int length;
        while ((length = await sound.ReadAsync(_piece, stop).ConfigureAwait(false)) > 0)
        {
            using var body = new ByteArrayContent(_piece, 0, length);
            using var answer = await _http.PostAsync($"{path}?at={at}", body, stop).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            at += length;
        }

        return at - from;
    }

    /// <summary>The server has every piece, or wants none.</summary>
    private void Forget(RecordingFolder folder, RecordingManifest manifest)
    {
        folder.Delete();
        logger.LogInformation("Recording {Recording} was handed over", manifest.RecordingId);
    }

    private async Task<string> ReadKey(CancellationToken stop) => (await File.ReadAllTextAsync(options.KeyFile, stop).ConfigureAwait(false)).Trim();

    private void Complain(string folder, Exception failure)
    {
        if (_complained.Add(folder))
            logger.LogWarning("{Folder} cannot be handed over now: {Reason}", folder, failure.Message);
    }
}
