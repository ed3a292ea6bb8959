using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Backup;

/// <summary>
/// Writes a backup while the server runs: the database as it was at one moment, then the files. That order, because a file is whole before the
/// database names it; one that is deleted in between is missing in both worlds. The archive appears whole or not at all.
/// </summary>
internal sealed class BackupCommand(Storage storage, DataFolder folder, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task<BackupContents> Write(string file, CancellationToken cancel)
    {
        var path = Path.GetFullPath(file);
        if (Path.Exists(path)) throw new StartRefusedException($"{path} is there already: a backup is never written over another.");
        var draft = path + ".new";
        try
        {
            BackupContents contents;
            await using (var stream = Create(draft)) contents = await Fill(stream, draft + ".database", cancel);
            File.Move(draft, path);
            return contents;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The backup cannot be written: {fault.Message}");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private async Task<BackupContents> Fill(FileStream stream, string copy, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        var files = new List<BackupFile>();
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        if (!await storage.HoldsData(cancel)) throw new StartRefusedException("The database is empty: there is nothing to back up.");
        var migration = await Database.Newest(storage, cancel);
        try
        {
            // Made by us, so that nobody else reads it; both databases fill an empty file.
            await Create(copy).DisposeAsync();
            await storage.CopyTo(copy, cancel);
            await using var database = Open(copy);
            files.Add(await Add(archive, BackupContents.DatabaseEntry, database, cancel));
        }
        finally
        {
            File.Delete(copy);
        }
        foreach (var (name, path) in FilesOf(folder))
        {
            await using var one = OpenIfThere(path);
            if (one is not null) files.Add(await Add(archive, name, one, cancel));
        }
        var contents = new BackupContents(BackupContents.CurrentFormat, storage.Name, migration, at, [.. files]);
        await using var last = archive.CreateEntry(BackupContents.Entry).Open();
        await JsonSerializer.SerializeAsync(last, contents, BackupContents.Json, cancel);
        return contents;
    }

    /// <summary>Every file that belongs to a backup, under its name in the archive. Half-written ones do not.</summary>
    private static List<(string Name, string Path)> FilesOf(DataFolder folder) =>
    [
        .. BackupContents.Folders.Select(name => Path.Combine(folder.Path, name)).Where(Directory.Exists)
            .SelectMany(one => Directory.EnumerateFiles(one, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            .Select(path => (Name: Path.GetRelativePath(folder.Path, path).Replace(Path.DirectorySeparatorChar, '/'), path))
            .Where(one => !one.Name.EndsWith(".new", StringComparison.Ordinal) && BackupContents.IsName(one.Name)),
    ];

    private static async Task<BackupFile> Add(ZipArchive archive, string name, FileStream from, CancellationToken cancel)
    {
        // Sound is compressed already.
        var entry = archive.CreateEntry(name, name.EndsWith(".ogg", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
        await using var to = entry.Open();
        var (hash, bytes) = await BackupHash.Copy(from, to, long.MaxValue, cancel);
        return new BackupFile(name, bytes, hash);
    }

    private static FileStream Create(string draft)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(draft, options);
    }

    private static FileStream? OpenIfThere(string path)
    {
        try
        {
            return Open(path);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Also while the server writes it.</summary>
    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}

/// <summary>Copies and hashes in one go.</summary>
internal static class BackupHash
{
    /// <exception cref="InvalidDataException">There is more than <paramref name="most"/>.</exception>
    public static async Task<(string Hash, long Bytes)> Copy(Stream from, Stream to, long most, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, bytes) = (new byte[81920], 0L);
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
        {
            if ((bytes += read) > most) throw new InvalidDataException("a file is longer than the list says");
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return (Convert.ToHexString(hash.GetHashAndReset()), bytes);
    }
}
