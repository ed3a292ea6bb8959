namespace Conferencing.Server.Api;

/// <summary>Marks a route that takes If-Match.</summary>
internal sealed class ConditionalRoute
{
    public static ConditionalRoute Instance { get; } = new();
}
