namespace KerasCompat.Onnx.Graph;

/// <summary>The optimizers that TensorFlow has ops for (tensorflow/core/ops/training_ops.cc): <c>ApplyAdam</c>, <c>ResourceSparseApplyFtrl</c>.</summary>
internal static class Optimizers
{
    /// <summary>For each, how many variables its ops change: the variable that is trained, then its slots.</summary>
    public static IReadOnlyDictionary<string, int> References { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["GradientDescent"] = 1,
        ["ProximalGradientDescent"] = 1,
        ["Adadelta"] = 3,
        ["Adagrad"] = 2,
        ["AdagradV2"] = 2,
        ["ProximalAdagrad"] = 2,
        ["AdagradDA"] = 3,
        ["Ftrl"] = 3,
        ["FtrlV2"] = 3,
        ["Momentum"] = 2,
        ["KerasMomentum"] = 2,
        ["Adam"] = 3,
        ["AdamWithAmsgrad"] = 4,
        ["AdaMax"] = 3,
        ["RMSProp"] = 3,
        ["CenteredRMSProp"] = 4,
        ["AddSign"] = 2,
        ["PowerSign"] = 2,
    };
}
