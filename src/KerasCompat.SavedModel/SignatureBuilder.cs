using KerasCompat.Contracts;

namespace KerasCompat.SavedModel;

/// <summary>Collects a signature while its fields arrive in any order.</summary>
internal sealed class SignatureBuilder
{
    public string MethodName { get; set; } = "";

    public Dictionary<string, TensorInfo> Inputs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TensorInfo> Outputs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TensorLiteral> Defaults { get; } = new(StringComparer.Ordinal);

    public SignatureInfo Build(string key) => new(
        key,
        MethodName,
        Array.ConvertAll(Inputs.SortedValues(), input => Defaults.TryGetValue(input.Key, out TensorLiteral? value) ? input with { Default = value } : input),
        Outputs.SortedValues());
}
