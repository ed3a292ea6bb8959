namespace Conferencing.Tests;

/// <summary>Tests that measure something which others running beside them would change.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
