using KerasCompat.Contracts;

namespace KerasCompat.Generator.Model;

/// <summary>Everything that the text of a client depends on, and nothing else: equal specs give equal text.</summary>
/// <param name="Type">The user's class.</param>
/// <param name="ModelPath">The model, as the attribute names it.</param>
/// <param name="DeployPath">Where the model lies at run time, relative to the folder of the application.</param>
/// <param name="Tags">The tags of the meta graph.</param>
/// <param name="TensorFlowVersion">TensorFlow's version; null where the model does not tell.</param>
/// <param name="KerasVersion">Keras' version; null where the model does not tell.</param>
/// <param name="Contract">The contract that the client is compiled with, as JSON.</param>
/// <param name="HasOnnxEngine">Whether the project references the default engine, so that the client can load the model itself.</param>
/// <param name="State">The names of what the client keeps.</param>
/// <param name="Signatures">The signatures that become methods.</param>
internal sealed record ClientSpec(
    TypeSpec Type,
    string ModelPath,
    string DeployPath,
    EquatableArray<string> Tags,
    string? TensorFlowVersion,
    string? KerasVersion,
    string Contract,
    bool HasOnnxEngine,
    StateNames State,
    EquatableArray<SignatureSpec> Signatures);
