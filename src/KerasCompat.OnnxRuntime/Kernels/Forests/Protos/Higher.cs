using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>Whether a number is at least another.</summary>
internal sealed class Higher : IWireReadable
{
    public float Threshold { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field == 1)
        {
            Threshold = reader.Float();
        }
    }
}
