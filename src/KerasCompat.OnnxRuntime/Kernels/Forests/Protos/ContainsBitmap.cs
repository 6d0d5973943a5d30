using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>Whether a category is among some, which are bits.</summary>
internal sealed class ContainsBitmap : IWireReadable
{
    public ReadOnlyMemory<byte> ElementsBitmap { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field == 1)
        {
            ElementsBitmap = reader.Bytes();
        }
    }
}
