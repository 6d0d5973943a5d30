using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A function as it lies in the file. Most functions of a Keras model are for training and never called: each is parsed when it is.</summary>
internal sealed class SerializedFunction
{
    private readonly WireSlice _message;

    /// <summary>The function that is the value of the current field.</summary>
    public SerializedFunction(WireReader reader)
    {
        _message = reader.Slice();
        for (var function = new WireReader(_message); function.Find(1);)
        {
            Name = function.TextOf(1) ?? "";
        }
    }

    /// <summary>The name of its signature.</summary>
    public string Name { get; } = "";

    /// <summary>Reads it.</summary>
    public FunctionDef Parse() => FunctionDef.Parse(_message);
}
