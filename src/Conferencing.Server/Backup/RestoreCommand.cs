using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Backup;

/// <summary>
/// Brings a backup back into a data folder and its database. All of it is read and compared with its own list first; what was there stays
/// unless it may be replaced, and then it goes aside and is not deleted.
/// </summary>
internal sealed class RestoreCommand(Storage storage, DataFolder folder, TimeProvider clock)
{
    private const long MaxListBytes = 256L * 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <returns>What was restored, and where what was there before is now; null if nothing was.</returns>
    public async Task<(BackupContents Contents, string? Aside)> Read(string file, bool replace, CancellationToken cancel)
    {
        var isTaken = await IsTaken(cancel);
        if (isTaken && !replace)
            throw new StartRefusedException($"The data folder {folder.Path} or its database is not empty: restore into an empty one, or add --replace, which puts aside what is there.");
        var stamp = clock.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var draft = Path.Combine(folder.Path, $"restoring-{stamp}");
        try
        {
            var contents = await Unpack(file, draft, cancel);
            var aside = isTaken ? $"replaced-{stamp}" : null;
            if (aside is not null) await SetAside(aside, cancel);
            await storage.TakeFrom(Path.Combine(draft, BackupContents.DatabaseEntry), cancel);
            Move(draft, folder.Path);
            return (contents, aside);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or JsonException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"{file} cannot be restored: {fault.Message}");
        }
        finally
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        }
    }

    private async Task<bool> IsTaken(CancellationToken cancel) => await storage.HoldsData(cancel)
        || BackupContents.Folders.Select(name => Path.Combine(folder.Path, name)).Any(path => Directory.Exists(path) && Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Any());

    private async Task<BackupContents> Unpack(string file, string draft, CancellationToken cancel)
    {
        using var archive = new ZipArchive(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read), ZipArchiveMode.Read);
        var contents = await List(archive, cancel);
        foreach (var one in contents.Files)
        {
            var entry = archive.GetEntry(one.Name) ?? throw new InvalidDataException($"'{one.Name}' is in its list, but not in it");
            await Unpack(entry, one, Path.Combine(draft, one.Name), cancel);
        }
        return contents;
    }

    private async Task<BackupContents> List(ZipArchive archive, CancellationToken cancel)
    {
        var entry = archive.GetEntry(BackupContents.Entry) ?? throw new InvalidDataException("it is no backup of this program");
        if (entry.Length > MaxListBytes) throw new InvalidDataException("its list is too long");
        await using var stream = entry.Open();
        var contents = await JsonSerializer.DeserializeAsync<BackupContents>(stream, BackupContents.Json, cancel) ?? throw new InvalidDataException("its list is empty");
        if (contents.Format != BackupContents.CurrentFormat) throw new InvalidDataException($"its format is {contents.Format}, which this version does not read");
        if (contents.Database != storage.Name) throw new InvalidDataException($"it holds a database of {contents.Database}, and this installation uses {storage.Name}");
        if (!Database.Knows(storage, contents.Migration)) throw new InvalidDataException($"it was made by a newer version of the program ({contents.Migration})");
        Check(archive, contents.Files);
        return contents;
    }

    /// <summary>Before a byte of it is written: every name is one of ours, once, and the archive holds nothing beside its list.</summary>
    private static void Check(ZipArchive archive, BackupFile[] files)
    {
        foreach (var name in archive.Entries.Select(entry => entry.FullName).Concat(files.Select(one => one.Name)).Where(name => name != BackupContents.Entry))
        {
            if (!BackupContents.IsName(name)) throw new InvalidDataException($"'{name}' does not belong into a backup");
        }
        var names = files.Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (names.Count != files.Length || archive.Entries.Count != files.Length + 1) throw new InvalidDataException("a name is in it twice, or not in its list");
        if (!names.Contains(BackupContents.DatabaseEntry)) throw new InvalidDataException("there is no database in it");
    }

    private static async Task Unpack(ZipArchiveEntry entry, BackupFile one, string path, CancellationToken cancel)
    {
        DataFolder.CreateFolder(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        await using var from = entry.Open();
        await using var to = new FileStream(path, options);
        var (hash, bytes) = await BackupHash.Copy(from, to, one.Bytes, cancel);
        if (bytes != one.Bytes || hash != one.Hash) throw new InvalidDataException($"'{one.Name}' is damaged");
    }

    private async Task SetAside(string name, CancellationToken cancel)
    {
        var aside = Path.Combine(folder.Path, name);
        DataFolder.CreateFolder(aside);
        await storage.SetAside(aside, cancel);
        foreach (var one in BackupContents.Folders.Where(one => Directory.Exists(Path.Combine(folder.Path, one))))
            Directory.Move(Path.Combine(folder.Path, one), Path.Combine(aside, one));
    }

    private static void Move(string draft, string folder)
    {
        foreach (var one in BackupContents.Folders.Where(one => Directory.Exists(Path.Combine(draft, one))))
        {
            // Made empty when the folder was opened.
            if (Directory.Exists(Path.Combine(folder, one))) Directory.Delete(Path.Combine(folder, one), recursive: true);
            Directory.Move(Path.Combine(draft, one), Path.Combine(folder, one));
        }
    }
}
