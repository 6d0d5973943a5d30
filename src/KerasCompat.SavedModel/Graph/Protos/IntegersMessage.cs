using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>An <c>AttrValue.ListValue</c> of integers.</summary>
internal sealed class IntegersMessage(IReadOnlyList<long> values) : IWireMessage
{
    /// <inheritdoc/>
    public void WriteTo(WireWriter writer) => writer.PackedInt64(3, values);
}
