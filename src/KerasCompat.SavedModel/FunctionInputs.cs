namespace KerasCompat.SavedModel;

/// <summary>The tensors that a Python function of the saved object graph takes by position.</summary>
/// <param name="Function">The attribute of the model under which the function was saved, for example <c>serve</c> or <c>__call__</c>.</param>
/// <param name="Names">The names of the tensors in the order of the arguments; those of a dictionary by key, as TensorFlow flattens it.</param>
public sealed record FunctionInputs(string Function, IReadOnlyList<string> Names);
