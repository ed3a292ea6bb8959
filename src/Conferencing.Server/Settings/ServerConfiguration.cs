using Conferencing.Server.Hosting;

namespace Conferencing.Server.Settings;

/// <summary>
/// Where settings come from, later ones win: <c>appsettings.json</c> beside the program, in the data folder, the file of
/// <c>--config</c>, environment variables (<c>Web__Port</c>), arguments (<c>--Web:Port 8080</c>).
/// </summary>
internal static class ServerConfiguration
{
    public const string File = "appsettings.json";

    public static void Read(IConfigurationBuilder configuration, string[] args)
    {
        var first = new ConfigurationBuilder();
        Add(first, args, dataFolder: null, configFile: null);
        var known = first.Build();
        var configFile = known["config"];
        var again = new ConfigurationBuilder();
        Add(again, args, dataFolder: null, configFile);
        var dataFolder = again.Build()[$"{DataOptions.Section}:{nameof(DataOptions.Folder)}"] ?? new DataOptions().Folder;
        configuration.Sources.Clear();
        Add(configuration, args, dataFolder, configFile);
    }

    private static void Add(IConfigurationBuilder configuration, string[] args, string? dataFolder, string? configFile)
    {
        try
        {
            configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, File), optional: true, reloadOnChange: false);
            if (dataFolder is not null) configuration.AddJsonFile(Path.Combine(Path.GetFullPath(dataFolder), File), optional: true, reloadOnChange: false);
            if (configFile is not null) configuration.AddJsonFile(Path.GetFullPath(configFile), optional: false, reloadOnChange: false);
            configuration.AddEnvironmentVariables();
            configuration.AddCommandLine(args);
        }
        catch (Exception fault) when (fault is FileNotFoundException or InvalidDataException or FormatException)
        {
            throw new StartRefusedException($"The settings cannot be read: {fault.Message}");
        }
    }
}
