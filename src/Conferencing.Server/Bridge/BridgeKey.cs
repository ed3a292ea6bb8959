using System.Security.Cryptography;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Bridge;

/// <summary>The secret nodes sign in with: 32 random bytes, hexadecimal, in a file only this user can read; made once.</summary>
internal sealed class BridgeKey(DataFolder folder)
{
    public string Value { get; } = ReadOrCreate(folder.BridgeKey);

    private static string ReadOrCreate(string file)
    {
        if (!File.Exists(file)) DataFolder.WriteSecret(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        return File.ReadAllText(file).Trim();
    }
}
