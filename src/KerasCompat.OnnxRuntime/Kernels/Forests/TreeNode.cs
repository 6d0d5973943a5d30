namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>A node of a tree; the node behind it is where it leads when its test fails.</summary>
/// <param name="Test">What it asks.</param>
/// <param name="Kind">The kind of feature that it asks for.</param>
/// <param name="WhenMissing">The answer where the value is missing.</param>
/// <param name="Slot">The feature; for a leaf its position among those of the tree.</param>
/// <param name="Value">The threshold; for a leaf its number.</param>
/// <param name="Positive">Where it leads when the test holds; for a leaf its class.</param>
/// <param name="Detail">The position of what the test needs besides, or of a leaf's distribution.</param>
internal readonly record struct TreeNode(TreeTest Test, ColumnKind Kind, bool WhenMissing, int Slot, float Value, int Positive, int Detail);
