using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A file that the graph reads (<c>AssetFileDef</c> of tensorflow/core/protobuf/meta_graph.proto).</summary>
/// <param name="TensorName">The tensor that holds its path; empty where the file names none.</param>
/// <param name="Filename">Its name in the model's folder <c>assets</c>.</param>
internal sealed record AssetFileDef(string TensorName, string Filename)
{
    /// <summary>Reads the asset that is the value of the current field.</summary>
    public static AssetFileDef Read(WireReader reader)
    {
        string tensor = "", file = "";
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    tensor = reader.TextOf(1) ?? "";
                    break;
                case 2:
                    file = reader.String();
                    break;
            }
        }

        reader.Leave(outer);
        return new AssetFileDef(tensor, file);
    }
}
