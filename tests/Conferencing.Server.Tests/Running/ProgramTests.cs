using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Running;

public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"conferencing-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_second_process_on_the_folder_or_the_port_says_so_in_one_line()
    {
        var port = ServerProgram.FreePort();
        using var first = ServerProgram.Start(_folder, port);
        await ServerProgram.Answers(port);

        using var sameFolder = ServerProgram.Start(_folder, ServerProgram.FreePort());
        using var samePort = ServerProgram.Start(Path.Combine(_folder, "other"), port);
        AssertRefused(await sameFolder.End(), "data folder");
        AssertRefused(await samePort.End(), "port");

        first.Terminate();
        var (exitCode, output, errors) = await first.End();
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains($"http://localhost:{port}/setup?code=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_server_leaves_a_folder_that_the_next_one_takes()
    {
        var port = ServerProgram.FreePort();
        using (var first = ServerProgram.Start(_folder, port))
        {
            await ServerProgram.Answers(port);
            first.Kill();
            await first.End();
        }
        using var second = ServerProgram.Start(_folder, port);
        await ServerProgram.Answers(port);
        second.Terminate();
        var (exitCode, _, errors) = await second.End();
        Assert.Equal((0, ""), (exitCode, errors));
    }

    /// <summary>It answers before all of it has begun: most of these stops come in between.</summary>
    [Fact]
    public async Task A_stop_while_it_starts_is_no_fault()
    {
        for (var round = 0; round < 5; round++)
        {
            var port = ServerProgram.FreePort();
            using var program = ServerProgram.Start(_folder, port);
            await ServerProgram.Answers(port);
            program.Terminate();
            var (exitCode, _, errors) = await program.End();
            Assert.Equal((0, ""), (exitCode, errors));
        }
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_one_line()
    {
        using var wrongNumber = ServerProgram.Start(_folder, 0, "--Sip:Port", "many");
        using var wrongAddress = ServerProgram.Start(_folder + "-b", 0, "--Web:Bind", "everywhere");
        using var noFile = ServerProgram.Start(_folder + "-c", 0, "--config", Path.Combine(_folder, "nowhere.json"));
        AssertRefused(await wrongNumber.End(), "Sip");
        AssertRefused(await wrongAddress.End(), "Web:Bind");
        AssertRefused(await noFile.End(), "nowhere.json");
        Directory.Delete(_folder + "-b", recursive: true);
    }

    private static void AssertRefused((int ExitCode, string Output, string Errors) ended, string word)
    {
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Equal("", ended.Output);
        var line = Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(word, line, StringComparison.Ordinal);
    }
}
