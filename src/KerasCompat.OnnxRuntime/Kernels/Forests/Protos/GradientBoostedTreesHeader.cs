using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>What gradient boosted trees say of themselves (model/gradient_boosted_trees/gradient_boosted_trees.proto).</summary>
internal sealed class GradientBoostedTreesHeader : IWireReadable
{
    public int NumNodeShards { get; private set; }

    public long NumTrees { get; private set; }

    public int Loss { get; private set; }

    public List<float> InitialPredictions { get; private set; } = [];

    public int NumTreesPerIter { get; private set; } = 1;

    public string NodeFormat { get; private set; } = "TFE_RECORDIO";

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                NumNodeShards = reader.Int32();
                break;
            case 2:
                NumTrees = reader.Int64();
                break;
            case 3:
                Loss = reader.Int32();
                break;
            case 4:
                InitialPredictions = reader.FloatOrPacked(InitialPredictions);
                break;
            case 5:
                NumTreesPerIter = reader.Int32();
                break;
            case 7:
                NodeFormat = reader.String();
                break;
        }
    }
}
