using Conferencing.Server.Api;
using Conferencing.Server.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
builder.Services.AddOpenApi(OpenApiDocument.Name, OpenApiDocument.Configure);
builder.Services.AddAuthorization(Conferencing.Server.Identity.Policies.Add);
var app = builder.Build();
app.UseRouting();
app.UseAuthorization();
app.UseEndpoints(routes => { routes.MapApi(); routes.MapOpenApi(); });
if (args is ["--openapi", var file])
{
    await using var to = new StreamWriter(file);
    await OpenApiDocument.Write(app.Services, to);
    return;
}
app.Run();
