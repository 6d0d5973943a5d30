using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>An input or output of an op, or an argument or result of a function (<c>OpDef.ArgDef</c>).</summary>
internal sealed class ArgDef : IWireReadable
{
    public string Name { get; set; } = "";

    /// <summary>TensorFlow's number of the element type; 0 where attributes name it.</summary>
    public int Type { get; set; }

    public string TypeAttr { get; set; } = "";

    public string NumberAttr { get; set; } = "";

    public string TypeListAttr { get; set; } = "";

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Name = reader.String();
                break;
            case 3:
                Type = reader.Int32();
                break;
            case 4:
                TypeAttr = reader.String();
                break;
            case 5:
                NumberAttr = reader.String();
                break;
            case 6:
                TypeListAttr = reader.String();
                break;
        }
    }
}
