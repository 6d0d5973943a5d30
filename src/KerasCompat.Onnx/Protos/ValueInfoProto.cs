using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>The name and type of a value of a graph.</summary>
internal sealed class ValueInfoProto : IWireMessage, IWireReadable
{
    public string Name { get; set; } = "";

    public TypeProto? Type { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Name = reader.String();
                break;
            case 2:
                Type = reader.Message(new TypeProto());
                break;
            default:
                throw reader.Unknown(nameof(ValueInfoProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.String(1, Name);
        writer.Message(2, Type);
    }
}
