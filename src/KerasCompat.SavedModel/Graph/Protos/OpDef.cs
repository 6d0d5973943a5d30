using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>The definition of an op, or the signature of a function (tensorflow/core/framework/op_def.proto).</summary>
internal sealed class OpDef : IWireReadable
{
    public string Name { get; set; } = "";

    public List<ArgDef> InputArg { get; } = [];

    public List<ArgDef> OutputArg { get; } = [];

    public List<AttrDef> Attr { get; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Name = reader.String();
                break;
            case 2:
                InputArg.Add(reader.Message(new ArgDef()));
                break;
            case 3:
                OutputArg.Add(reader.Message(new ArgDef()));
                break;
            case 4:
                Attr.Add(reader.Message(new AttrDef()));
                break;
        }
    }
}
