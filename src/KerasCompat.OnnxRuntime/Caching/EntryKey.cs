using System.Security.Cryptography;
using System.Text;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>The name of a kept entry: it stands for all that the entry's content depends on.</summary>
/// <param name="Hash">SHA-256 of all that, in hexadecimal.</param>
internal readonly record struct EntryKey(string Hash)
{
    /// <summary>The key of what depends on these texts and on nothing else.</summary>
    /// <param name="parts">The texts.</param>
    public static EntryKey Of(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (string part in parts)
        {
            // Lengths keep apart what would otherwise run together.
            text.Append(part.Length).Append(':').Append(part);
        }

        return new EntryKey(HashText.Of(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }
}
