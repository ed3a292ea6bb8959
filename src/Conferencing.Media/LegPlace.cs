namespace Conferencing.Media;

/// <summary>Where a leg's sound goes and what it hears.</summary>
public enum LegPlace
{
    /// <summary>In the conference: it hears the others and they hear it.</summary>
    Mix,

    /// <summary>Before the door: it hears prompts and music, and nobody hears it.</summary>
    Apart,

    /// <summary>It hears itself, <see cref="EchoLine.Delay"/> later, and nobody else.</summary>
    Echo,

    /// <summary>Taken aside: it and one other leg hear each other, and what is said to all; nobody else hears them.</summary>
    Aside,
}
