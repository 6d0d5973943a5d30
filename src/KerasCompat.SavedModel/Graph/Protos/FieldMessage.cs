using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A message that has one field alone, which is a message.</summary>
internal sealed class FieldMessage(int field, IWireMessage value) : IWireMessage
{
    /// <inheritdoc/>
    public void WriteTo(WireWriter writer) => writer.Message(field, value);
}
