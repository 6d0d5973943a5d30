using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A graph and the functions that it calls (tensorflow/core/framework/graph.proto).</summary>
internal sealed class GraphDef : IWireReadable
{
    public List<NodeDef> Node { get; } = [];

    /// <summary>Its <c>FunctionDefLibrary</c>.</summary>
    public List<SerializedFunction> Library { get; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Node.Add(NodeDef.Read(reader));
                break;
            case 2:
                ReadLibrary(reader);
                break;
        }
    }

    private void ReadLibrary(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Find(1))
        {
            Library.Add(new SerializedFunction(reader));
        }

        reader.Leave(outer);
    }
}
