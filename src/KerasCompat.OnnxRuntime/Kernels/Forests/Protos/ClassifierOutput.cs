using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>The class that a leaf stands for.</summary>
internal sealed class ClassifierOutput : IWireReadable
{
    public int TopValue { get; private set; }

    public Distribution? Distribution { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                TopValue = reader.Int32();
                break;
            case 2:
                Distribution = reader.Message(new Distribution());
                break;
        }
    }
}
