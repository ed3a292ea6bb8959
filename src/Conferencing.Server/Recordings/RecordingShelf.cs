using System.Text.RegularExpressions;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Recordings;

/// <summary>The sound of recordings on this machine: <c>data/recordings/ID/FILE</c>. Files only grow; what they mean is in the database.</summary>
internal sealed partial class RecordingShelf(DataFolder folder, RecordingOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Only such names come from a bridge, and only such are opened here.</summary>
    public static bool IsName(string file) => Name().IsMatch(file);

    public string PathOf(Guid recordingId, string file) => System.IO.Path.Combine(FolderOf(recordingId), file);

    /// <summary>0 when there is none.</summary>
    public long Length(Guid recordingId, string file) => new FileInfo(PathOf(recordingId, file)) is { Exists: true } info ? info.Length : 0;

    /// <summary>True while no more should be put on this disk.</summary>
    public bool IsFull => new DriveInfo(folder.Path).AvailableFreeSpace < options.MinFreeMegabytes * 1_000_000L;

    /// <summary>Adds a piece where the file ends. False, and nothing is changed, when it does not join.</summary>
    public async Task<bool> Append(Guid recordingId, string file, long at, Stream piece, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            Directory.CreateDirectory(FolderOf(recordingId));
            await using var sound = new FileStream(PathOf(recordingId, file), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            if (sound.Length != at) return false;
            sound.Seek(0, SeekOrigin.End);
            await piece.CopyToAsync(sound, cancel);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>When this returns, what is here of these files would outlast a power cut.</summary>
    public async Task Settle(Guid recordingId, IEnumerable<string> files, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            foreach (var path in files.Select(file => PathOf(recordingId, file)).Where(File.Exists))
            {
                await using var sound = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                sound.Flush(flushToDisk: true);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>However often.</summary>
    public void Delete(Guid recordingId)
    {
        if (Directory.Exists(FolderOf(recordingId))) Directory.Delete(FolderOf(recordingId), recursive: true);
    }

    public void Dispose() => _gate.Dispose();

    private string FolderOf(Guid recordingId) => System.IO.Path.Combine(folder.Recordings, recordingId.ToString("N"));

    [GeneratedRegex(@"\A(mix|[0-9a-f]{32})\.ogg\z")]
    private static partial Regex Name();
}
