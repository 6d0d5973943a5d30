using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>An input or output of an op, or an argument or result of a function (<c>OpDef.ArgDef</c>).</summary>
internal sealed class ArgDef
{
    public string Name { get; set; } = "";

    /// <summary>TensorFlow's number of the element type; 0 where attributes name it.</summary>
    public int Type { get; set; }

    public string TypeAttr { get; set; } = "";

    public string NumberAttr { get; set; } = "";

    public string TypeListAttr { get; set; } = "";

    /// <summary>Reads the argument that is the value of the current field.</summary>
    public static ArgDef Read(WireReader reader)
    {
        var argument = new ArgDef();
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    argument.Name = reader.String();
                    break;
                case 3:
                    argument.Type = reader.Int32();
                    break;
                case 4:
                    argument.TypeAttr = reader.String();
                    break;
                case 5:
                    argument.NumberAttr = reader.String();
                    break;
                case 6:
                    argument.TypeListAttr = reader.String();
                    break;
            }
        }

        reader.Leave(outer);
        return argument;
    }
}
