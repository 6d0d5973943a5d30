using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>What is known of a column of numbers that are kept as buckets.</summary>
internal sealed class DiscretizedNumericalSpec : IWireReadable
{
    /// <summary>Where the buckets begin.</summary>
    public List<float> Boundaries { get; private set; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field == 1)
        {
            Boundaries = reader.FloatOrPacked(Boundaries);
        }
    }
}
