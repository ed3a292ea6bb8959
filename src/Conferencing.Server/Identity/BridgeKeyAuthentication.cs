namespace Conferencing.Server.Identity;
internal static class BridgeKeyAuthentication { public const string Scheme = "Bridge"; }
