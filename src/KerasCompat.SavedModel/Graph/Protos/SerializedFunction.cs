using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A function as it lies in the file. Most functions of a Keras model are for training and never called: only those that are called are read.</summary>
internal sealed class SerializedFunction
{
    private readonly long _start;
    private readonly long _length;
    private WireSlice _message;
    private FunctionDef? _parsed;

    /// <summary>The function that is the value of the current field.</summary>
    public SerializedFunction(WireReader reader)
    {
        long outer = reader.Enter();
        _start = reader.Position;
        _length = reader.Left;
        if (reader.Find(1))
        {
            Name = reader.TextOf(1) ?? "";
        }

        reader.Leave(outer);
    }

    /// <summary>The name of its signature.</summary>
    public string Name { get; } = "";

    /// <summary>Takes its bytes from the file.</summary>
    /// <param name="reader">The reader of the file.</param>
    public void Read(WireReader reader) => _message = reader.Slice(_start, _length);

    /// <summary>The function, once it was read.</summary>
    public FunctionDef Parse() => _parsed ??= FunctionDef.Parse(_message);
}
