using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A function of the graph's library (tensorflow/core/framework/function.proto).</summary>
internal sealed class FunctionDef
{
    private readonly WireSlice _message;

    private FunctionDef(WireSlice message) => _message = message;

    /// <summary>Its name, arguments and results.</summary>
    public OpDef Signature { get; private set; } = new();

    public List<NodeDef> NodeDef { get; } = [];

    /// <summary>For each result the tensor of the body that it is.</summary>
    public Dictionary<string, string> Ret { get; } = new(StringComparer.Ordinal);

    /// <summary>The nodes that run for their effects, by names that nothing refers to.</summary>
    public Dictionary<string, string> ControlRet { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a function.</summary>
    public static FunctionDef Parse(WireSlice message)
    {
        var function = new FunctionDef(message);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    function.Signature = reader.Message(new OpDef());
                    break;
                case 3:
                    function.NodeDef.Add(Protos.NodeDef.Read(reader));
                    break;
                case 4:
                    reader.TextEntry(function.Ret);
                    break;
                case 6:
                    reader.TextEntry(function.ControlRet);
                    break;
            }
        }

        return function;
    }

    /// <summary>The attributes of an argument; empty where it has none.</summary>
    /// <param name="position">Which argument.</param>
    public Dictionary<string, AttrValue> ArgAttr(int position)
    {
        var attributes = new Dictionary<string, AttrValue>(StringComparer.Ordinal);
        for (var reader = new WireReader(_message); reader.Find(7);)
        {
            ReadArgument(reader, position, attributes);
        }

        return attributes;
    }

    /// <summary>An entry of <c>map&lt;uint32, ArgAttrs&gt;</c>; its key stands before its value.</summary>
    private static void ReadArgument(WireReader reader, int position, Dictionary<string, AttrValue> attributes)
    {
        long key = 0;
        long outer = reader.Enter();
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                key = reader.Int64();
            }
            else if (reader.Field == 2 && key == position)
            {
                long entry = reader.Enter();
                while (reader.Find(1))
                {
                    AttrValue.ReadEntry(reader, attributes);
                }

                reader.Leave(entry);
            }
        }

        reader.Leave(outer);
    }
}
