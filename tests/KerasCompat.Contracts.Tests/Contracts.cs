namespace KerasCompat.Contracts.Tests;

/// <summary>Builds the contracts that tests start from.</summary>
internal static class Contracts
{
    public static TensorContract Tensor(string key, DType dtype, params long[] shape) =>
        new(key, null, dtype, new TensorShape(shape), TensorEncoding.Dense, new([$"serving_default_{key}:0"]), null);

    public static SignatureContract Signature(string key, TensorContract[] inputs, TensorContract[] outputs) =>
        new(key, "tensorflow/serving/predict", new(inputs), new(outputs));

    public static ModelContract Model(params SignatureContract[] signatures) =>
        new(new(["serve"]), new Producer("2.15.1", "2.15.0"), "ab12", new(signatures));

    /// <summary>The two-input model of keras-team/keras#20813.</summary>
    public static ModelContract LabelImage() => Model(Signature(
        "serving_default",
        [Tensor("image_input", DType.Float32, -1, 10), Tensor("label_input", DType.Float32, -1, 2)],
        [Tensor("score", DType.Float32, -1, 1)]));
}
