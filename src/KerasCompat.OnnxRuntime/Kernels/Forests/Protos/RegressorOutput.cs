using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>The value that a leaf stands for.</summary>
internal sealed class RegressorOutput : IWireReadable
{
    public float TopValue { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field == 1)
        {
            TopValue = reader.Float();
        }
    }
}
