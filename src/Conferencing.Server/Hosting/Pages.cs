using Microsoft.Extensions.FileProviders;

namespace Conferencing.Server.Hosting;

/// <summary>The built pages beside the program; every path of theirs is answered with index.html.</summary>
internal static class Pages
{
    private const string Folder = "wwwroot";

    public static string Root => Path.Combine(AppContext.BaseDirectory, Folder);

    public static void Use(WebApplication app)
    {
        if (!Directory.Exists(Root)) return;
        app.UseStaticFiles(Options());
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        if (File.Exists(Path.Combine(Root, "index.html"))) routes.MapFallbackToFile("index.html", Options()).AllowAnonymous();
    }

    private static StaticFileOptions Options() => new()
    {
        FileProvider = new PhysicalFileProvider(Root),
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl =
            // The build puts a hash into the names below /assets: what has that name never changes.
            context.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache",
    };
}
