using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;

namespace KerasCompat.OnnxRuntime.Tests.HandMade;

/// <summary>Programs that several tests use.</summary>
internal static class SmallPrograms
{
    /// <summary>sum = x + y, float32[?,2].</summary>
    public static SignatureProgram Add(string name = "add") => new(
        name,
        [new("x", DType.Float32, new TensorShape(-1, 2), 0), new("y", DType.Float32, new TensorShape(-1, 2), 1)],
        [new("sum", DType.Float32, new TensorShape(-1, 2), 2)],
        [],
        [
            new OnnxGraph().Input("x", DType.Float32, -1, 2).Input("y", DType.Float32, -1, 2).Output("sum", DType.Float32, -1, 2)
                .Node("Add", ["x", "y"], ["sum"]).Step([0, 1], [2]),
        ],
        3);

    /// <summary>The positions of the elements that are not zero: a shape that depends on values.</summary>
    public static SignatureProgram NonZero() => new(
        "nonzero",
        [new("x", DType.Float32, new TensorShape(-1), 0)],
        [new("positions", DType.Int64, new TensorShape(-1, -1), 1)],
        [],
        [new OnnxGraph().Input("x", DType.Float32, -1).Output("positions", DType.Int64, -1, -1).Node("NonZero", ["x"], ["positions"]).Step([0], [1])],
        2);

    /// <summary>Strings through ONNX Runtime, unchanged.</summary>
    public static SignatureProgram Strings() => new(
        "strings",
        [new("text", DType.String, new TensorShape(-1), 0)],
        [new("same", DType.String, new TensorShape(-1), 1)],
        [],
        [new OnnxGraph().Input("text", DType.String, -1).Output("same", DType.String, -1).Node("Identity", ["text"], ["same"]).Step([0], [1])],
        2);
}
