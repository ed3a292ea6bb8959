using Conferencing.Server.Hosting;

namespace Conferencing.Server.Settings;

/// <summary>
/// Where settings come from, later ones win: <c>appsettings.json</c> beside the program, in the data folder, the file of
/// <c>--config</c>, environment variables (<c>Web__Port</c>), arguments (<c>--Web:Port 8080</c>).
/// </summary>
internal static class ServerConfiguration
{
    public const string File = "appsettings.json";

    /// <exception cref="StartRefusedException">A file is missing or cannot be read.</exception>
    public static void Read(IConfigurationBuilder configuration, string[] args)
    {
        try
        {
            var configFile = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build()["config"];
            var elsewhere = Add(new ConfigurationBuilder(), args, dataFolder: null, configFile).Build();
            var dataFolder = elsewhere[$"{DataOptions.Section}:{nameof(DataOptions.Folder)}"] ?? new DataOptions().Folder;
            configuration.Sources.Clear();
            Add(configuration, args, dataFolder, configFile);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new StartRefusedException($"The settings cannot be read: {fault.Message}");
        }
    }

    private static IConfigurationBuilder Add(IConfigurationBuilder configuration, string[] args, string? dataFolder, string? configFile)
    {
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, File), optional: true, reloadOnChange: false);
        if (dataFolder is not null) configuration.AddJsonFile(Path.Combine(Path.GetFullPath(dataFolder), File), optional: true, reloadOnChange: false);
        if (configFile is not null) configuration.AddJsonFile(Path.GetFullPath(configFile), optional: false, reloadOnChange: false);
        return configuration.AddEnvironmentVariables().AddCommandLine(args);
    }
}
