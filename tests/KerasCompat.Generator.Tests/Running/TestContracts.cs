using KerasCompat.Contracts;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>Contracts that tests start from.</summary>
internal static class TestContracts
{
    public static TensorContract Tensor(string key, DType dtype, params long[] shape) => Tensor(key, dtype, new TensorShape(shape));

    public static TensorContract Tensor(string key, DType dtype, TensorShape shape) =>
        new(key, null, dtype, shape, TensorEncoding.Dense, new([$"serving_default_{key}:0"]), null);

    public static SignatureContract Signature(string key, TensorContract[] inputs, TensorContract[] outputs) =>
        new(key, "tensorflow/serving/predict", new(inputs), new(outputs));

    public static ModelContract Model(params SignatureContract[] signatures) =>
        new(new(["serve"]), new Producer("2.15.1", "2.15.0"), null, new(signatures));

    /// <summary>A model whose only signature has one input and one output.</summary>
    public static ModelContract OneToOne(TensorContract input, TensorContract output) => Model(Signature("serving_default", [input], [output]));

    /// <summary>The two-input model of keras-team/keras#20813.</summary>
    public static ModelContract LabelImage() => Model(Signature(
        "serving_default",
        [Tensor("image_input", DType.Float32, -1, 10), Tensor("label_input", DType.Float32, -1, 2)],
        [Tensor("score", DType.Float32, -1, 1)]));
}
