using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>How many examples of each class came to a leaf (utils/distribution.proto).</summary>
internal sealed class Distribution : IWireReadable
{
    public List<double> Counts { get; } = [];

    public double Sum { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                reader.DoubleOrPacked(Counts);
                break;
            case 2:
                Sum = reader.Double();
                break;
        }
    }
}
