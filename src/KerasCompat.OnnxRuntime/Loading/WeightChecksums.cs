using KerasCompat.Contracts;
using KerasCompat.SavedModel.Checkpoints;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>The checksums of a model's weights, with which they are compared without reading the checkpoint's index.</summary>
/// <param name="Parts">What lies together in a file: a variable, or a slice of one.</param>
internal sealed record WeightChecksums(IReadOnlyList<WeightChecksums.Part> Parts)
{
    /// <summary>The checksums that a checkpoint states.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <exception cref="ModelFormatException">A variable of strings is damaged.</exception>
    public static WeightChecksums Of(Checkpoint checkpoint)
    {
        var parts = new List<Part>();
        foreach (CheckpointTensor tensor in checkpoint.Tensors)
        {
            if (tensor.DType == DType.String)
            {
                // TensorFlow sums strings in a way of its own. Those that are found right by it get the checksum of their bytes.
                tensor.Verify();
                parts.AddRange(tensor.Parts.Select(part => Of(tensor, part, Crc32C.Mask(part.Crc()))));
            }
            else if (tensor.DType.Size() > 0)
            {
                parts.AddRange(tensor.Parts.Select(part => Of(tensor, part, part.MaskedCrc)));
            }
        }

        return new WeightChecksums(parts);
    }

    /// <summary>Compares every weight with its checksum.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <exception cref="ModelFormatException">A weight is missing, cut off or not what was written.</exception>
    public void Verify(string folder)
    {
        using var files = new WeightFiles(folder);
        foreach (Part part in Parts)
        {
            Shard shard = files.Find(part.File, part.Variable, part.Offset, part.Length);
            if (Crc32C.Mask(shard.Crc(part.Offset, part.Length)) != part.MaskedCrc)
            {
                throw CheckpointErrors.WrongChecksum(shard, part.Variable, part.Offset, part.Length);
            }
        }
    }

    private static Part Of(CheckpointTensor tensor, CheckpointPart part, uint maskedCrc) =>
        new(tensor.Key, Path.GetFileName(part.Shard.Path), part.Offset, part.Length, maskedCrc);

    /// <summary>Bytes that lie together in a file.</summary>
    /// <param name="Variable">The key of their variable.</param>
    /// <param name="File">The name of the file.</param>
    /// <param name="Offset">The first of them there.</param>
    /// <param name="Length">How many they are.</param>
    /// <param name="MaskedCrc">Their checksum, masked as TensorFlow stores it.</param>
    internal sealed record Part(string Variable, string File, long Offset, long Length, uint MaskedCrc);
}
