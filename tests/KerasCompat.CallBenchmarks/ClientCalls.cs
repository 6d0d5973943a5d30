using System.Numerics.Tensors;

namespace KerasCompat.CallBenchmarks;

/// <summary>A call of label_image by the generated client.</summary>
internal static class ClientCalls
{
    private static readonly nint[] ImageShape = [1, 10];
    private static readonly nint[] LabelShape = [1, 2];
    private static readonly nint[] ScoreShape = [1, 1];

    /// <summary>A call whose output is written into the caller's memory.</summary>
    public static float Into(this LabelImage client, float[] image, float[] label, float[] score)
    {
        client.Predict(
            new ReadOnlyTensorSpan<float>(image, ImageShape),
            new ReadOnlyTensorSpan<float>(label, LabelShape),
            new TensorSpan<float>(score, ScoreShape));
        return score[0];
    }

    /// <summary>A call that returns a new tensor.</summary>
    public static float New(this LabelImage client, float[] image, float[] label) =>
        client.Predict(new ReadOnlyTensorSpan<float>(image, ImageShape), new ReadOnlyTensorSpan<float>(label, LabelShape)).Score[0, 0];
}
