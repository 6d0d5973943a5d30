using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>An attribute of an op (<c>OpDef.AttrDef</c>).</summary>
internal sealed class AttrDef : IWireReadable
{
    public string Name { get; set; } = "";

    /// <summary>The kind of its values, in the words of op_def.proto: <c>int</c>, <c>list(type)</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>The value where a node has none; null where a node must have one.</summary>
    public AttrValue? DefaultValue { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Name = reader.String();
                break;
            case 2:
                Type = reader.String();
                break;
            case 3:
                DefaultValue = AttrValue.Read(reader);
                break;
        }
    }
}
