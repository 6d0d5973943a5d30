using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>Whether the bucket of a number is at least another.</summary>
internal sealed class DiscretizedHigher : IWireReadable
{
    public int Threshold { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field == 1)
        {
            Threshold = reader.Int32();
        }
    }
}
