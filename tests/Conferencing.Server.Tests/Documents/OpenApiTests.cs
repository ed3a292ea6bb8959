using Conferencing.Server.Hosting;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Documents;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_committed_description_is_the_programs_own()
    {
        await using var server = await RunningServer.Start();
        await using var written = new StringWriter();
        await OpenApiDocument.Write(server.Service<IServiceProvider>(), written);
        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "web", "openapi.json"));
        Assert.True(committed.ReplaceLineEndings() == written.ToString().ReplaceLineEndings(),
            "web/openapi.json is old: dotnet run --project src/Conferencing.Server -- --openapi web/openapi.json");
    }
}
