namespace KerasCompat.CallBenchmarks;

/// <summary>The client that is measured.</summary>
[KerasModel("label_image")]
public sealed partial class LabelImage;
