using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>Whether a weighted sum of numbers is at least another.</summary>
internal sealed class Oblique : IWireReadable
{
    /// <summary>The columns.</summary>
    public List<long> Attributes { get; private set; } = [];

    public List<float> Weights { get; private set; } = [];

    public float Threshold { get; private set; }

    /// <summary>What stands for those that are missing.</summary>
    public List<float> NaReplacements { get; private set; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Attributes = reader.VarintOrPacked(Attributes);
                break;
            case 2:
                Weights = reader.FloatOrPacked(Weights);
                break;
            case 3:
                Threshold = reader.Float();
                break;
            case 4:
                NaReplacements = reader.FloatOrPacked(NaReplacements);
                break;
        }
    }
}
