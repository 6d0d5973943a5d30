using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>The columns of the data of a model (dataset/data_spec.proto).</summary>
internal sealed class DataSpecification : IWireReadable
{
    public List<Column> Columns { get; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field == 1)
        {
            Columns.Add(reader.Message(new Column()));
        }
    }
}
