using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel;

/// <summary>
/// The nodes of a meta graph and of its functions: their ops and what they read, without attributes but the functions that they name.
/// Field numbers are those of tensorflow/core/framework/{graph,node_def,attr_value,function}.proto.
/// </summary>
internal sealed class GraphOutline
{
    /// <summary>The nodes of the graph itself, by name.</summary>
    public Dictionary<string, OutlineNode> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>The functions of the library, by name.</summary>
    public Dictionary<string, OutlineFunction> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds the graph that a reader stands at; one that is stored in pieces is read piece by piece.</summary>
    public void Add(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    AddNode(reader, Nodes);
                    break;
                case 2:
                    Library(reader);
                    break;
            }
        }

        reader.Leave(outer);
    }

    private static void AddNode(WireReader reader, Dictionary<string, OutlineNode> nodes)
    {
        string name = "";
        var node = new OutlineNode();
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.String();
                    break;
                case 2:
                    node.Op = reader.String();
                    break;
                case 3:
                    node.Inputs.Add(reader.String());
                    break;
                case 5:
                    FunctionNames.Read(reader, node.Call);
                    break;
            }
        }

        reader.Leave(outer);
        nodes[name] = node;
    }

    private void Library(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                AddFunction(reader);
            }
        }

        reader.Leave(outer);
    }

    private void AddFunction(WireReader reader)
    {
        string name = "";
        var function = new OutlineFunction();
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.TextOf(1) ?? name;
                    break;
                case 3:
                    AddNode(reader, function.Nodes);
                    break;
                case 4 or 6:
                    Result(reader, function);
                    break;
            }
        }

        reader.Leave(outer);
        Functions[name] = function;
    }

    private static void Result(WireReader reader, OutlineFunction function)
    {
        long outer = reader.Enter();
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                function.Results.Add(reader.String());
            }
        }

        reader.Leave(outer);
    }
}
