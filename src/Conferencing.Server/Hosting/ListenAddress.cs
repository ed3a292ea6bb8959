using System.Net;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Conferencing.Server.Hosting;

/// <summary>Where the server really listens, known once it does.</summary>
internal sealed class ListenAddress(IServer server, WebOptions web)
{
    /// <summary>As programs on this machine reach it.</summary>
    public Uri ForThisMachine => new UriBuilder("http", IsAny ? "127.0.0.1" : web.Bind, Port).Uri;

    /// <summary>As people type it.</summary>
    public string ForPeople => $"http://{(IsAny || web.Bind == "127.0.0.1" ? "localhost" : web.Bind)}:{Port}";

    private bool IsAny => IPAddress.Parse(web.Bind) is { } address && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private int Port => new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "localhost", StringComparison.Ordinal)).Port;
}
