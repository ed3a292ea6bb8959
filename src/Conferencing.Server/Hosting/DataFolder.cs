using System.Globalization;

namespace Conferencing.Server.Hosting;

/// <summary>The one folder of an installation, held by one server process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode SecretFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream? _lock;

    private DataFolder(string path, FileStream? held) => (Path, _lock) = (path, held);

    public string Path { get; }
    public string Database => In("conferencing.db");
    public string WebKeys => In("keys", "web");
    public string BridgeKey => In("keys", "bridge.key");
    public string BridgeLock => In("bridge", "node.lock");
    public string Recordings => In("recordings");
    public string Documents => In("documents");
    public string Logs => In("logs");
    public string DemoFile => In("demo.json");

    /// <summary>Takes the folder for this process, creating it if it is new.</summary>
    public static DataFolder Open(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        CreateFolders(path);
        var file = System.IO.Path.Combine(path, "server.lock");
        try
        {
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            held.Flush();
            return new DataFolder(path, held);
        }
        catch (IOException)
        {
            throw new StartRefusedException($"The data folder {path} is in use by another server process.");
        }
    }

    /// <summary>The folder of a server that may be running: nothing is created or locked.</summary>
    public static DataFolder Beside(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        return Directory.Exists(path) ? new DataFolder(path, null) : throw new StartRefusedException($"There is no data folder {path}.");
    }

    /// <summary>For describing the program without running it: nothing is created or locked.</summary>
    public static DataFolder Unused() => new(System.IO.Path.GetTempPath(), null);

    /// <summary>Writes a file that only this user can read, all of it or nothing.</summary>
    public static void WriteSecret(string file, string content)
    {
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = SecretFile;
        using (var writer = new StreamWriter(draft, options)) writer.Write(content);
        File.Move(draft, file, overwrite: true);
    }

    /// <summary>A folder that only this user can look into.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    public void Dispose() => _lock?.Dispose();

    private static void CreateFolders(string path)
    {
        try
        {
            foreach (var folder in new[] { path, System.IO.Path.Combine(path, "keys"), System.IO.Path.Combine(path, "bridge"), System.IO.Path.Combine(path, "documents") })
            {
                CreateFolder(folder);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data folder {path} cannot be used: {fault.Message}");
        }
    }

    private string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);
}
