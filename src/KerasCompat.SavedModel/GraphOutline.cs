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
    public void Add(WireReader reader) => ForEach(reader, field =>
    {
        if (field == 1)
        {
            (string name, OutlineNode node) = Node(reader);
            Nodes[name] = node;
        }
        else if (field == 2)
        {
            ForEach(reader, library =>
            {
                if (library == 1)
                {
                    Function(reader);
                }
            });
        }
    });

    private static void ForEach(WireReader reader, Action<int> found)
    {
        long outer = reader.Enter();
        while (reader.Next())
        {
            found(reader.Field);
        }

        reader.Leave(outer);
    }

    private void Function(WireReader reader)
    {
        string name = "";
        var function = new OutlineFunction();
        ForEach(reader, field =>
        {
            switch (field)
            {
                case 1:
                    ForEach(reader, signature => name = signature == 1 ? reader.String() : name);
                    break;
                case 3:
                    (string node, OutlineNode definition) = Node(reader);
                    function.Nodes[node] = definition;
                    break;
                case 4 or 6:
                    ForEach(reader, entry =>
                    {
                        if (entry == 2)
                        {
                            function.Results.Add(reader.String());
                        }
                    });
                    break;
            }
        });
        Functions[name] = function;
    }

    private static (string Name, OutlineNode Node) Node(WireReader reader)
    {
        string name = "";
        var node = new OutlineNode();
        ForEach(reader, field =>
        {
            switch (field)
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
                    ForEach(reader, entry =>
                    {
                        if (entry == 2)
                        {
                            Attribute(reader, node);
                        }
                    });
                    break;
            }
        });
        return (name, node);
    }

    /// <summary>An attribute is a value, a function by name (field 10), or a list (field 1) whose field 9 names functions.</summary>
    private static void Attribute(WireReader reader, OutlineNode node) => ForEach(reader, field =>
    {
        if (field == 10)
        {
            FunctionName(reader, node);
        }
        else if (field == 1)
        {
            ForEach(reader, item =>
            {
                if (item == 9)
                {
                    FunctionName(reader, node);
                }
            });
        }
    });

    private static void FunctionName(WireReader reader, OutlineNode node) => ForEach(reader, field =>
    {
        if (field == 1)
        {
            node.Functions.Add(reader.String());
        }
    });
}
