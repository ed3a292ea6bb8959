using System.Text;

namespace Conferencing.Bridge.Node;

/// <summary>
/// Where the lines of a detached node go: one file of bounded size and a few older ones beside it (<c>.1</c> is the youngest).
/// What the runtime itself prints, for example when the process dies, goes there too. Any thread.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private const long LongestBytes = 10 << 20;
    private const int OlderKept = 3;

    private readonly string _path;
    private readonly Lock _gate = new();
    private FileStream _file;
    private bool _takesOutput;

    public LogFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        _file = Open();
    }

    public void Write(string line)
    {
        lock (_gate)
        {
            if (_file.Length > LongestBytes)
                Rotate();
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }

    /// <summary>From now on all output of the process goes to this file, and to those that follow it.</summary>
    public void TakeOutput()
    {
        lock (_gate)
        {
            _takesOutput = true;
            Detaching.PointOutputTo(_file);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }

    private void Rotate()
    {
        _file.Dispose();
        for (var age = OlderKept; age > 0; age--)
        {
            var younger = age == 1 ? _path : $"{_path}.{age - 1}";
            if (File.Exists(younger))
                File.Move(younger, $"{_path}.{age}", overwrite: true);
        }

        _file = Open();
    }

    private FileStream Open()
    {
        var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (_takesOutput)
            Detaching.PointOutputTo(file);
        return file;
    }
}
