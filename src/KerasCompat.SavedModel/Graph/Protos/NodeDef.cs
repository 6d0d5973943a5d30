using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A node of a graph or of a function (tensorflow/core/framework/node_def.proto).</summary>
internal sealed class NodeDef
{
    private readonly WireSlice _message;
    private Dictionary<string, AttrValue>? _attr;

    private NodeDef(WireSlice message) => _message = message;

    public string Name { get; private set; } = "";

    public string Op { get; private set; } = "";

    public List<string> Input { get; } = [];

    /// <summary>Its attributes, which are read when they are first asked for: most nodes of a graph belong to its training.</summary>
    public Dictionary<string, AttrValue> Attr => _attr ??= ReadAttributes();

    /// <summary>Reads the node that is the value of the current field.</summary>
    public static NodeDef Read(WireReader reader)
    {
        var node = new NodeDef(reader.Slice());
        var fields = new WireReader(node._message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    node.Name = fields.String();
                    break;
                case 2:
                    node.Op = fields.String();
                    break;
                case 3:
                    node.Input.Add(fields.String());
                    break;
            }
        }

        return node;
    }

    /// <summary>Adds the names of what it may call: its op, which may be a function, and the functions that its attributes name.</summary>
    public void AddCalls(Queue<string> names)
    {
        names.Enqueue(Op);
        for (var reader = new WireReader(_message); reader.Find(5);)
        {
            FunctionNames.Read(reader, names.Enqueue);
        }
    }

    private Dictionary<string, AttrValue> ReadAttributes()
    {
        var attributes = new Dictionary<string, AttrValue>(StringComparer.Ordinal);
        for (var reader = new WireReader(_message); reader.Find(5);)
        {
            AttrValue.ReadEntry(reader, attributes);
        }

        return attributes;
    }
}
