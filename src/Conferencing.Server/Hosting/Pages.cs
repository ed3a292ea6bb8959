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
        var index = Path.Combine(Root, "index.html");
        if (!File.Exists(index)) return;
        routes.MapFallback("{*path:nonfile}", context => Index(context, index))
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).AllowAnonymous();
    }

    /// <summary>The pages know their paths; what programs ask for is never answered with a page.</summary>
    private static Task Index(HttpContext context, string index)
    {
        if (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/hubs"))
            return Api.Refusal.NotFound("noSuchRoute").ExecuteAsync(context);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.SendFileAsync(index, context.RequestAborted);
    }

    private static StaticFileOptions Options() => new()
    {
        FileProvider = new PhysicalFileProvider(Root),
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl =
            // The build puts a hash into the names below /assets: what has that name never changes.
            context.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache",
    };
}
