namespace Conferencing.Server.Api;

/// <summary>Marks a route that takes an Idempotency-Key.</summary>
internal sealed class OnceRoute
{
    public static OnceRoute Instance { get; } = new();
}
