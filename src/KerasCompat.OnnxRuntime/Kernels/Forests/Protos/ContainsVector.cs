using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>Whether a category is among some.</summary>
internal sealed class ContainsVector : IWireReadable
{
    public List<long> Elements { get; private set; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field == 1)
        {
            Elements = reader.VarintOrPacked(Elements);
        }
    }
}
