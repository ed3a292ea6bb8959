using System.Globalization;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Bridge;

/// <summary>
/// Whether a node lives on this data folder, told from its lock file: locked while its process lives, with its process id in it.
/// A process id alone would not do, for a dead process may still be listed.
/// </summary>
internal sealed class NodeLock(DataFolder folder)
{
    /// <summary>The process that holds the lock; null if none does, 0 if it has not written its id yet.</summary>
    public int? Holder()
    {
        if (!File.Exists(folder.BridgeLock)) return null;
        using var file = new FileStream(folder.BridgeLock, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
#pragma warning disable CA1416 // Servers run on Linux and Windows.
            file.Lock(0, long.MaxValue);
            file.Unlock(0, long.MaxValue);
#pragma warning restore CA1416
            return null;
        }
        catch (IOException)
        {
            using var reader = new StreamReader(file);
            return int.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0;
        }
    }
}
