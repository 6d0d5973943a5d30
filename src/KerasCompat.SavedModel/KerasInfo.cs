namespace KerasCompat.SavedModel;

/// <summary>What Keras recorded about a model beside TensorFlow's signatures.</summary>
/// <param name="Version">Keras' version, for example <c>2.15.0</c>; null where it is not recorded (Keras 3).</param>
/// <param name="ClassName"><c>Functional</c>, <c>Sequential</c> or the name of a class of the model's author; null where it is not recorded.</param>
/// <param name="Name">The model's name; null where it is not recorded.</param>
/// <param name="Inputs">The names of the inputs in the order in which the model declares them; null where it declares none (subclassed models).</param>
/// <param name="Outputs">The names of the outputs, likewise.</param>
/// <param name="Layers">The layers of the model itself, in its order, without those of nested models.</param>
public sealed record KerasInfo(
    string? Version,
    string? ClassName,
    string? Name,
    IReadOnlyList<string>? Inputs,
    IReadOnlyList<string>? Outputs,
    IReadOnlyList<KerasLayer> Layers);
