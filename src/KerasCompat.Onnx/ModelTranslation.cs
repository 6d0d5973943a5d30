namespace KerasCompat.Onnx;

/// <summary>A SavedModel opened for translation: asks for one signature after another, sharing what they have in common.</summary>
public sealed class ModelTranslation : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
