using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>The functions of a graph by their names. A function is parsed when it is asked for, not before.</summary>
internal sealed class FunctionLibrary
{
    private readonly Dictionary<string, SerializedFunction> _serialized = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FunctionDef> _parsed = new(StringComparer.Ordinal);

    /// <summary>The functions of a library.</summary>
    public FunctionLibrary(List<SerializedFunction> library)
    {
        foreach (SerializedFunction function in library)
        {
            _serialized[function.Name] = function;
        }
    }

    /// <summary>The function of a name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ModelFormatException">The function is damaged.</exception>
    public FunctionDef? Find(string name)
    {
        if (_parsed.TryGetValue(name, out FunctionDef? function))
        {
            return function;
        }

        if (!_serialized.TryGetValue(name, out SerializedFunction? serialized))
        {
            return null;
        }

        function = serialized.Parse();
        _parsed.Add(name, function);
        return function;
    }
}
