using System.Security.Cryptography;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Documents;

/// <summary>
/// Contents of uploaded files, each under an identifier of our own in the data folder, readable by this user only. A file appears whole or
/// not at all. Whose it is and what it is called is in the database.
/// </summary>
internal sealed class DocumentStore(DataFolder folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What was stored.</summary>
    /// <param name="Head">Its first bytes, to tell its kind.</param>
    internal sealed record Stored(Guid FileId, long Bytes, string Hash, byte[] Head);

    /// <summary>Takes in at most <paramref name="maxBytes"/>; null, and nothing kept, if there are more.</summary>
    public async Task<Stored?> Write(Stream content, long maxBytes, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        var draft = PathOf(id) + ".new";
        try
        {
            var stored = await Copy(id, content, draft, maxBytes, cancel);
            if (stored is not null) File.Move(draft, PathOf(id));
            return stored;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Null if it is not there any more.</summary>
    public FileStream? Open(Guid fileId)
    {
        try
        {
            return new FileStream(PathOf(fileId), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(Guid fileId) => File.Delete(PathOf(fileId));

    /// <summary>What nobody names any more: uploads that a stop cut off, and files whose row went just before a crash.</summary>
    /// <param name="known">Every file some briefing has.</param>
    /// <param name="before">Younger ones may still be on their way into the database.</param>
    /// <returns>How many were removed.</returns>
    public int Sweep(IReadOnlySet<Guid> known, DateTimeOffset before)
    {
        var orphans = new DirectoryInfo(folder.Documents).EnumerateFiles()
            .Where(file => file.LastWriteTimeUtc < before.UtcDateTime && !(Guid.TryParse(file.Name, out var id) && known.Contains(id))).ToList();
        foreach (var file in orphans) file.Delete();
        return orphans.Count;
    }

    private static async Task<Stored?> Copy(Guid id, Stream content, string draft, long maxBytes, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        await using var file = new FileStream(draft, options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, head, bytes) = (new byte[81920], new MemoryStream(), 0L);
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            if ((bytes += read) > maxBytes) return null;
            hash.AppendData(buffer, 0, read);
            if (head.Length < DocumentKind.Head) head.Write(buffer, 0, (int)Math.Min(read, DocumentKind.Head - head.Length));
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        await file.FlushAsync(cancel);
        file.Flush(flushToDisk: true);
        return new Stored(id, bytes, Convert.ToHexString(hash.GetHashAndReset()), head.ToArray());
    }

    private string PathOf(Guid fileId) => Path.Combine(folder.Documents, fileId.ToString("N"));
}
