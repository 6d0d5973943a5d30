namespace KerasCompat.Engines;

/// <summary>Copies typed tensors into and out of a <see cref="ModelCall"/>.</summary>
public static class ModelCallTensors
{
}
