using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>A set of operators that a model uses.</summary>
internal sealed class OperatorSetIdProto : IWireMessage, IWireReadable
{
    /// <summary>Empty for ONNX' own.</summary>
    public string Domain { get; set; } = "";

    public long Version { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Domain = reader.String();
                break;
            case 2:
                Version = reader.Int64();
                break;
            default:
                throw reader.Unknown(nameof(OperatorSetIdProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.String(1, Domain);
        writer.Int64(2, Version);
    }
}
