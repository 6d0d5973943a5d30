using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>A node: an operator with its inputs and outputs.</summary>
internal sealed class NodeProto : IWireMessage, IWireReadable
{
    /// <summary>The values that it reads; empty for one that is left out.</summary>
    public List<string> Input { get; } = [];

    /// <summary>The values that it makes; empty for one that is left out.</summary>
    public List<string> Output { get; } = [];

    public string Name { get; set; } = "";

    public string OpType { get; set; } = "";

    public List<AttributeProto> Attribute { get; } = [];

    /// <summary>Empty for ONNX' own operators.</summary>
    public string Domain { get; set; } = "";

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Input.Add(reader.String());
                break;
            case 2:
                Output.Add(reader.String());
                break;
            case 3:
                Name = reader.String();
                break;
            case 4:
                OpType = reader.String();
                break;
            case 5:
                Attribute.Add(reader.Message(new AttributeProto()));
                break;
            case 7:
                Domain = reader.String();
                break;
            default:
                throw reader.Unknown(nameof(NodeProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.Strings(1, Input);
        writer.Strings(2, Output);
        writer.String(3, Name);
        writer.String(4, OpType);
        writer.Messages(5, Attribute);
        writer.String(7, Domain);
    }
}
