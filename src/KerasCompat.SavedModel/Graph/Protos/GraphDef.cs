using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A graph and the functions that it calls (tensorflow/core/framework/graph.proto).</summary>
internal sealed class GraphDef
{
    public List<NodeDef> Node { get; } = [];

    /// <summary>Its <c>FunctionDefLibrary</c>.</summary>
    public List<SerializedFunction> Library { get; } = [];

    /// <summary>Reads the graph that is the value of the current field; one that is stored in pieces is read piece by piece.</summary>
    public void Read(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Next())
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

        reader.Leave(outer);
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
