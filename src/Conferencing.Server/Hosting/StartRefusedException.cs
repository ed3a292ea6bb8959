namespace Conferencing.Server.Hosting;

/// <summary>The program cannot start here; the message is the one line people read.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
