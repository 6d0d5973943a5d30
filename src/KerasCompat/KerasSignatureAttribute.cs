namespace KerasCompat;

/// <summary>
/// On a class: gives the method of a signature another name. On a declared partial method: says which signature it calls.
/// </summary>
/// <example>
/// <code>
/// [KerasModel("Models/estimator")]
/// [KerasSignature("tensorflow/serving/regress", MethodName = "Regress")]
/// public sealed partial class Estimator;
/// </code>
/// </example>
/// <param name="key">The key of the signature, as the model has it.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class KerasSignatureAttribute(string key) : Attribute
{
    /// <summary>The key of the signature, as the model has it.</summary>
    public string Key { get; } = key;

    /// <summary>The name of the method; null on a declared method, whose own name is meant.</summary>
    public string? MethodName { get; set; }
}
