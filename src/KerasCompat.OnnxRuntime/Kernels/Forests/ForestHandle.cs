namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>What the handle of a model stands for: the model once it is loaded.</summary>
internal sealed class ForestHandle
{
    private volatile ForestModel? _model;

    /// <summary>The model; null until it is loaded.</summary>
    public ForestModel? Model
    {
        get => _model;
        set => _model = value;
    }
}
