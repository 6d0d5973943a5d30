using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>How the graph restores its variables (tensorflow/core/protobuf/saver.proto).</summary>
internal sealed class SaverDef : IWireReadable
{
    public string FilenameTensorName { get; private set; } = "";

    /// <summary>Empty where the graph restores nothing.</summary>
    public string RestoreOpName { get; private set; } = "";

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                FilenameTensorName = reader.String();
                break;
            case 3:
                RestoreOpName = reader.String();
                break;
        }
    }
}
