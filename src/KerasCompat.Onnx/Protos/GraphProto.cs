using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>A graph: that of a model, or the body of a loop or branch.</summary>
internal sealed class GraphProto : IWireMessage, IWireReadable
{
    /// <summary>The nodes, each behind those that it reads.</summary>
    public List<NodeProto> Node { get; } = [];

    public string Name { get; set; } = "";

    /// <summary>The constants.</summary>
    public List<TensorProto> Initializer { get; } = [];

    public List<ValueInfoProto> Input { get; } = [];

    public List<ValueInfoProto> Output { get; } = [];

    /// <summary>What is known of values within it.</summary>
    public List<ValueInfoProto> ValueInfo { get; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Node.Add(reader.Message(new NodeProto()));
                break;
            case 2:
                Name = reader.String();
                break;
            case 5:
                Initializer.Add(reader.Message(new TensorProto()));
                break;
            case 11:
                Input.Add(reader.Message(new ValueInfoProto()));
                break;
            case 12:
                Output.Add(reader.Message(new ValueInfoProto()));
                break;
            case 13:
                ValueInfo.Add(reader.Message(new ValueInfoProto()));
                break;
            default:
                throw reader.Unknown(nameof(GraphProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.Messages(1, Node);
        writer.String(2, Name);
        writer.Messages(5, Initializer);
        writer.Messages(11, Input);
        writer.Messages(12, Output);
        writer.Messages(13, ValueInfo);
    }
}
