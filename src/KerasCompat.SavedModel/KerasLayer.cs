namespace KerasCompat.SavedModel;

/// <summary>A layer of a Keras model.</summary>
/// <param name="ClassName">Its class, for example <c>Dense</c>.</param>
/// <param name="Name">Its name in the model.</param>
public sealed record KerasLayer(string ClassName, string Name);
