using System.Reflection;
using System.Text.Json;
using Conferencing.Server.Hosting;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Documents;

public sealed class SettingsTests
{
    [Fact]
    public void The_sample_has_every_setting_with_its_default()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "appsettings.sample.json"));
        using var sample = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var written = sample.RootElement.EnumerateObject()
            .SelectMany(section => section.Value.EnumerateObject().Select(setting => $"{section.Name}:{setting.Name}={setting.Value}"));
        var known = typeof(ServerHost).Assembly.GetTypes().Where(type => type.Namespace == "Conferencing.Server.Settings")
            .Select(type => (Type: type, Section: type.GetField("Section")?.GetRawConstantValue() as string)).Where(one => one.Section is not null)
            .SelectMany(one => Defaults(one.Type).Select(setting => $"{one.Section}:{setting}"));
        Assert.Equal(known.Order(), written.Order());
    }

    private static IEnumerable<string> Defaults(Type options)
    {
        var value = Activator.CreateInstance(options);
        return options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => $"{property.Name}={property.GetValue(value)}");
    }
}
