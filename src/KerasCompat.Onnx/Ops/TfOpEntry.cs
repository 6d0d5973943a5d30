namespace KerasCompat.Onnx.Ops;

/// <summary>An entry of the table of ops that have an ONNX form.</summary>
/// <param name="Op">The TensorFlow op.</param>
/// <param name="Family">The class (and so the file) it is in.</param>
/// <param name="Note">What of its definition is not covered; empty when all of it is.</param>
/// <param name="Emit">Writes its ONNX form.</param>
internal sealed record TfOpEntry(string Op, string Family, string Note, Action<OpContext> Emit);
