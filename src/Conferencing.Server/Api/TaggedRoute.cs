namespace Conferencing.Server.Api;

/// <summary>Marks a route whose answer has an entity tag in its head.</summary>
internal sealed class TaggedRoute
{
    public static TaggedRoute Instance { get; } = new();
}
