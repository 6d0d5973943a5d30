namespace KerasCompat.Onnx.Variables;

/// <summary>Where a variable's first value lies in the checkpoint.</summary>
/// <param name="Key">The checkpoint's key.</param>
/// <param name="Slice">
/// The part of a partitioned variable, as RestoreV2's <c>shape_and_slices</c> writes it (<c>"4 5 0,2:-"</c>: the full shape, then a
/// start and length per dimension); empty for the whole.
/// </param>
internal sealed record VariableSource(string Key, string Slice);
