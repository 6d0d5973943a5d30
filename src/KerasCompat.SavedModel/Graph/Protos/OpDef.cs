using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>The definition of an op, or the signature of a function (tensorflow/core/framework/op_def.proto).</summary>
internal sealed class OpDef
{
    public string Name { get; set; } = "";

    public List<ArgDef> InputArg { get; } = [];

    public List<ArgDef> OutputArg { get; } = [];

    public List<AttrDef> Attr { get; } = [];

    /// <summary>Reads the definition that is the value of the current field.</summary>
    public static OpDef Read(WireReader reader)
    {
        var definition = new OpDef();
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    definition.Name = reader.String();
                    break;
                case 2:
                    definition.InputArg.Add(ArgDef.Read(reader));
                    break;
                case 3:
                    definition.OutputArg.Add(ArgDef.Read(reader));
                    break;
                case 4:
                    definition.Attr.Add(AttrDef.Read(reader));
                    break;
            }
        }

        reader.Leave(outer);
        return definition;
    }
}
