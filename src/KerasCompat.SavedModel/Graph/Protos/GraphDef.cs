using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A graph and the functions that it calls (tensorflow/core/framework/graph.proto).</summary>
internal sealed class GraphDef : IWireReadable
{
    public List<NodeDef> Node { get; } = [];

    /// <summary>The functions of its <c>FunctionDefLibrary</c>.</summary>
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

    /// <summary>Reads the functions that the nodes call, and those that these call, and forgets the others.</summary>
    /// <param name="reader">The reader that the graph was read by.</param>
    public void ReadCalledFunctions(WireReader reader)
    {
        var unread = new Dictionary<string, SerializedFunction>(StringComparer.Ordinal);
        foreach (SerializedFunction function in Library)
        {
            unread[function.Name] = function;
        }

        Library.Clear();
        var calls = new Queue<string>();
        if (unread.Count > 0)
        {
            Node.ForEach(node => node.AddCalls(calls));
        }

        while (calls.TryDequeue(out string? name))
        {
            if (unread.Remove(name, out SerializedFunction? function))
            {
                function.Read(reader);
                Library.Add(function);
                function.Parse().NodeDef.ForEach(node => node.AddCalls(calls));
            }
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
