using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>An attribute of an op (<c>OpDef.AttrDef</c>).</summary>
internal sealed class AttrDef
{
    public string Name { get; set; } = "";

    /// <summary>The kind of its values, in the words of op_def.proto: <c>int</c>, <c>list(type)</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>The value where a node has none; null where a node must have one.</summary>
    public AttrValue? DefaultValue { get; set; }

    /// <summary>Reads the attribute that is the value of the current field.</summary>
    public static AttrDef Read(WireReader reader)
    {
        var attribute = new AttrDef();
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    attribute.Name = reader.String();
                    break;
                case 2:
                    attribute.Type = reader.String();
                    break;
                case 3:
                    attribute.DefaultValue = AttrValue.Read(reader);
                    break;
            }
        }

        reader.Leave(outer);
        return attribute;
    }
}
