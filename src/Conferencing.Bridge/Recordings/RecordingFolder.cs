using System.Collections.Immutable;
using System.Text.Json;
using Conferencing.Contract;

namespace Conferencing.Bridge.Recordings;

/// <summary>One recording on disk: its sound and, written anew as a whole each time, what is known of it. Does not write sound.</summary>
internal sealed class RecordingFolder(string path)
{
    public const string MixFile = "mix.ogg";
    private const string ManifestFile = "recording.json";

    public string Path => path;

    public static RecordingFolder Of(string root, Guid recordingId) => new(System.IO.Path.Combine(root, recordingId.ToString("N")));

    public static IEnumerable<RecordingFolder> All(string root) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root).Select(folder => new RecordingFolder(folder)) : [];

    public static string FileOf(Guid roomId) => $"{roomId:N}.ogg";

    public string In(string file) => System.IO.Path.Combine(path, file);

    /// <summary>Null when there is none: nothing was recorded yet.</summary>
    /// <exception cref="IOException">It cannot be read now, or not understood: it is damaged, or of a newer bridge.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public RecordingManifest? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<RecordingManifest>(File.ReadAllBytes(In(ManifestFile)), ContractJson.Options) is { Tracks.IsDefault: false } manifest
                ? manifest
                : throw new IOException($"{ManifestFile} names no files.");
        }
        catch (Exception nothing) when (nothing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException damage)
        {
            throw new IOException($"{ManifestFile} is not understood: {damage.Message}", damage);
        }
    }

    /// <summary>On disk before it takes the place of the one before, so that a power cut leaves one of the two.</summary>
    /// <exception cref="IOException">The disk is full, or broken.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Write(RecordingManifest manifest)
    {
        var draft = In(ManifestFile + ".new");
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, manifest, ContractJson.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, In(ManifestFile), overwrite: true);
    }

    public void Delete() => Directory.Delete(path, recursive: true);

    /// <summary>After the death of the process that wrote it: what it did not come to write down.</summary>
    /// <returns>The manifest as it is now.</returns>
    public RecordingManifest Recover(RecordingManifest manifest)
    {
        if (manifest.EndedAt is not null)
            return manifest;
        var tracks = manifest.Tracks.Where(track => File.Exists(In(track.File))).Select(track => track with
        {
            Bytes = new FileInfo(In(track.File)).Length,
            Milliseconds = (long)OggLength.Of(In(track.File)).TotalMilliseconds,
        }).ToImmutableArray();
        var length = tracks.IsEmpty ? 0 : tracks.Max(track => track.Milliseconds);
        var recovered = manifest with { Tracks = tracks, EndedAt = manifest.StartedAt.AddMilliseconds(length), End = RecordingEnd.Interrupted };
        Write(recovered);
        return recovered;
    }
}
