using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>What a random forest says of its trees (model/random_forest/random_forest.proto).</summary>
internal sealed class RandomForestHeader : IWireReadable
{
    public int NumNodeShards { get; private set; }

    public long NumTrees { get; private set; }

    public bool WinnerTakeAllInference { get; private set; } = true;

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
                WinnerTakeAllInference = reader.Bool();
                break;
            case 7:
                NodeFormat = reader.String();
                break;
        }
    }
}
