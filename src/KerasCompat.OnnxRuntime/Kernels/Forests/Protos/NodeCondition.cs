using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>What a node asks.</summary>
internal sealed class NodeCondition : IWireReadable
{
    /// <summary>The answer where the feature is missing.</summary>
    public bool NaValue { get; private set; }

    /// <summary>The column.</summary>
    public int Attribute { get; private set; }

    public Condition? Condition { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                NaValue = reader.Bool();
                break;
            case 2:
                Attribute = reader.Int32();
                break;
            case 3:
                Condition = reader.Message(new Condition());
                break;
        }
    }
}
