using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>How the graph restores its variables (tensorflow/core/protobuf/saver.proto).</summary>
internal sealed class SaverDef
{
    public string FilenameTensorName { get; private set; } = "";

    /// <summary>Empty where the graph restores nothing.</summary>
    public string RestoreOpName { get; private set; } = "";

    /// <summary>Reads the message that is the value of the current field.</summary>
    public void Read(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Next())
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

        reader.Leave(outer);
    }
}
