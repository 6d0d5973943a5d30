using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>The functions of a graph by their names.</summary>
internal sealed class FunctionLibrary
{
    private readonly Dictionary<string, SerializedFunction> _functions = new(StringComparer.Ordinal);

    /// <summary>The functions of a library.</summary>
    public FunctionLibrary(List<SerializedFunction> library)
    {
        foreach (SerializedFunction function in library)
        {
            _functions[function.Name] = function;
        }
    }

    /// <summary>The function of a name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ModelFormatException">The function is damaged.</exception>
    public FunctionDef? Find(string name) => _functions.GetValueOrDefault(name)?.Parse();
}
