using System.Security.Cryptography;
using System.Text;

namespace KerasCompat.SavedModel;

/// <summary>Computes <see cref="SavedModelInfo.ComputeFingerprint"/>.</summary>
internal static class ModelFingerprint
{
    public static string Compute(string folder)
    {
        using var hash = SHA256.Create();
        using (var sink = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            Feed(Path.Combine(folder, ModelPath.SavedModelFile), sink);
            string index = Path.Combine(folder, ModelPath.VariablesFolder, ModelPath.VariablesIndex);
            if (File.Exists(index))
            {
                Feed(index, sink);
            }
        }

        var text = new StringBuilder(64);
        foreach (byte part in hash.Hash!)
        {
            text.Append(part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static void Feed(string path, Stream sink)
    {
        using FileStream file = ModelPath.Open(path);
        try
        {
            file.CopyTo(sink);
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(path, exception);
        }
    }
}
