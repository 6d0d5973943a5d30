using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>A key and its value.</summary>
internal sealed class StringStringEntryProto : IWireMessage, IWireReadable
{
    public string Key { get; set; } = "";

    public string Value { get; set; } = "";

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Key = reader.String();
                break;
            case 2:
                Value = reader.String();
                break;
            default:
                throw reader.Unknown(nameof(StringStringEntryProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.String(1, Key);
        writer.String(2, Value);
    }
}
