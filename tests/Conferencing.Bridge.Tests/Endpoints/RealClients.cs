namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>Tests with real programs share a machine's cores and ports: one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealClients
{
    public const string Name = "Real clients";
}

/// <summary>A folder for one test's files, deleted with it unless <c>KEEP_TEST_FILES</c> is set.</summary>
internal sealed class WorkFolder : IDisposable
{
    public WorkFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "conferencing-tests", Guid.NewGuid().ToString("N")[..12]);

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("KEEP_TEST_FILES") is null) Directory.Delete(Path, recursive: true);
    }
}
