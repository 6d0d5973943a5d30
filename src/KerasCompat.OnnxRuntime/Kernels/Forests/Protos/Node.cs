using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>A node of a tree (model/decision_tree/decision_tree.proto): a leaf, or one with a condition.</summary>
internal sealed class Node : IWireReadable
{
    public ClassifierOutput? Classifier { get; private set; }

    public RegressorOutput? Regressor { get; private set; }

    public NodeCondition? Condition { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Classifier = reader.Message(new ClassifierOutput());
                break;
            case 2:
                Regressor = reader.Message(new RegressorOutput());
                break;
            case 3:
                Condition = reader.Message(new NodeCondition());
                break;
        }
    }
}
