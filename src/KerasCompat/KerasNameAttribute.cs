namespace KerasCompat;

/// <summary>
/// Gives an input or output of a model another name in C#. On a class: for every method of the client, or for those of one
/// signature. On a parameter of a declared partial method: says which input that parameter is.
/// </summary>
/// <example>
/// <code>
/// [KerasModel("Models/bag_of_words")]
/// [KerasName("args_0", "indices")]
/// [KerasName("args_0_1", "weights")]
/// public sealed partial class BagOfWords;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Parameter, AllowMultiple = true, Inherited = false)]
public sealed class KerasNameAttribute : Attribute
{
    /// <summary>On a parameter: it is the input of this key.</summary>
    /// <param name="key">The key of the input, as the model has it.</param>
    public KerasNameAttribute(string key) => Key = key;

    /// <summary>On a class: the input or output of a key gets a name.</summary>
    /// <param name="key">The key of the input or output, as the model has it.</param>
    /// <param name="name">The C# name of the parameter; a property's name is the same with a capital.</param>
    public KerasNameAttribute(string key, string name)
    {
        Key = key;
        Name = name;
    }

    /// <summary>The key of the input or output, as the model has it.</summary>
    public string Key { get; }

    /// <summary>The name in C#; null on a parameter, whose own name is meant.</summary>
    public string? Name { get; }

    /// <summary>The key of the only signature that is meant; null for all of them.</summary>
    public string? Signature { get; set; }
}
