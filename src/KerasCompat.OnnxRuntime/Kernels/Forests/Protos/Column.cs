using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>A column (dataset/data_spec.proto).</summary>
internal sealed class Column : IWireReadable
{
    public int Type { get; private set; }

    public string Name { get; private set; } = "";

    public CategoricalSpec? Categorical { get; private set; }

    public DiscretizedNumericalSpec? DiscretizedNumerical { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Type = reader.Int32();
                break;
            case 2:
                Name = reader.String();
                break;
            case 6:
                Categorical = reader.Message(new CategoricalSpec());
                break;
            case 8:
                DiscretizedNumerical = reader.Message(new DiscretizedNumericalSpec());
                break;
        }
    }
}
