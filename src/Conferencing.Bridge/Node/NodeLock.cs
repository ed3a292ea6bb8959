using System.Globalization;
using System.Text;

namespace Conferencing.Bridge.Node;

/// <summary>
/// The sign that a node lives on a data folder: <c>node.lock</c>, locked while the process lives, holding its process id. The
/// lock is one of fcntl, so that others may still read the file.
/// </summary>
internal sealed class NodeLock : IDisposable
{
    /// <summary>A supervisor that looks whether a node lives holds the lock for a moment itself.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private NodeLock(FileStream file) => _file = file;

    /// <summary>Null when another process holds the lock.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static NodeLock? TryTake(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(PathIn(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        for (var tries = 0; tries < Tries; tries++)
        {
            if (IsLocked(file))
            {
                file.SetLength(0);
                file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                file.Flush();
                return new NodeLock(file);
            }

            Thread.Sleep(Pause);
        }

        file.Dispose();
        return null;
    }

    /// <summary>The process id in the lock file, for a message; null when there is none.</summary>
    public static int? Holder(string folder)
    {
        using var file = new FileStream(PathIn(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return int.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var holder) ? holder : null;
    }

    /// <summary>Leaves the file, empty: taking it away could take away another process's lock.</summary>
    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }

    private static bool IsLocked(FileStream file)
    {
        try
        {
#pragma warning disable CA1416 // A Mac would need another lock; nodes run on Linux and Windows.
            file.Lock(0, long.MaxValue);
#pragma warning restore CA1416
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, "node.lock");
}
