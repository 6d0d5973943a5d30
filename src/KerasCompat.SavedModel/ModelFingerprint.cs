using System.Security.Cryptography;
using System.Text;

namespace KerasCompat.SavedModel;

/// <summary>Computes <see cref="SavedModelInfo.ComputeFingerprint"/>.</summary>
internal static class ModelFingerprint
{
    // As much as .NET still allocates among small objects: large ones make it collect everything every few loads.
    private const int Piece = 64 * 1024;

    public static string Compute(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[Piece];
        Append(hash, Path.Combine(folder, ModelPath.SavedModelFile), piece);
        string index = Path.Combine(folder, ModelPath.VariablesFolder, ModelPath.VariablesIndex);
        if (File.Exists(index))
        {
            Append(hash, index, piece);
        }

        var text = new StringBuilder(64);
        foreach (byte part in hash.GetHashAndReset())
        {
            text.Append(part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static void Append(IncrementalHash hash, string path, byte[] piece)
    {
        using FileStream file = ModelPath.Open(path);
        try
        {
            int count;
            while ((count = file.Read(piece, 0, piece.Length)) > 0)
            {
                hash.AppendData(piece, 0, count);
            }
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(path, exception);
        }
    }
}
