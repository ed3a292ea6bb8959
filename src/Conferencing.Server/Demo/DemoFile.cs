using System.Text.Json;
using System.Text.Json.Serialization;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Demo;

/// <summary><c>data/demo.json</c>: what people and scripts need to use a running demo. Only this user can read it.</summary>
internal sealed record DemoFile
{
    public required string Url { get; init; }

    /// <summary>An administrator's personal access token.</summary>
    public required string Token { get; init; }
    public required int SipPort { get; init; }
    public required IReadOnlyList<Entry> Accounts { get; init; }
    public required Processes ProcessIds { get; init; }
    public Guid? BriefingId { get; init; }
    public Guid? ConferenceId { get; init; }

    internal sealed record Entry(string UserName, string Password, IReadOnlyList<string> Roles);

    internal sealed record Processes(int Server, int? Bridge, int? Simulator);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public void Write(DataFolder folder) => DataFolder.WriteSecret(folder.DemoFile, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Null if there is none that can be read.</summary>
    public static DemoFile? Read(DataFolder folder)
    {
        if (!File.Exists(folder.DemoFile)) return null;
        try
        {
            return JsonSerializer.Deserialize<DemoFile>(File.ReadAllText(folder.DemoFile), Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
