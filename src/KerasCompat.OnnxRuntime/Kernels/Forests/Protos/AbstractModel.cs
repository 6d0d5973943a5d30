using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>What all models of Yggdrasil say of themselves (model/abstract_model.proto in google/yggdrasil-decision-forests).</summary>
internal sealed class AbstractModel : IWireReadable
{
    /// <summary>The kind of model.</summary>
    public string Name { get; private set; } = "";

    public int Task { get; private set; }

    /// <summary>The column that is predicted.</summary>
    public int LabelColIdx { get; private set; }

    /// <summary>The columns that are read.</summary>
    public List<long> InputFeatures { get; private set; } = [];

    public bool ClassificationOutputsProbabilities { get; private set; } = true;

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Name = reader.String();
                break;
            case 2:
                Task = reader.Int32();
                break;
            case 3:
                LabelColIdx = reader.Int32();
                break;
            case 5:
                InputFeatures = reader.VarintOrPacked(InputFeatures);
                break;
            case 8:
                ClassificationOutputsProbabilities = reader.Bool();
                break;
        }
    }
}
