using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>A batch of nothing gives a result of nothing, in the shape that TensorFlow gives it.</summary>
public sealed class EmptyTensorTests
{
    private static readonly OpCases Cases = Make();

    public static TheoryData<string, Way> All => Cases.In();

    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_in_nothing_out(string name, Way way) => Cases.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        NaiveTensor image = Nothing(0, 4, 6, 2), matrix = Nothing(0, 3, 4);
        foreach (string op in (string[])["ResizeBilinear", "ResizeBicubic", "ResizeArea", "ResizeNearestNeighbor"])
        {
            cases.Add(op, new OneOp(op).Data(image).Parameter(Integers(3, 9)).With("T", image.DType).Gives(Nothing(0, 3, 9, 2)));
        }

        cases.Add("ArgMax", new OneOp("ArgMax").Data(matrix).Parameter(Scalar(DType.Int32, -1)).With("T", matrix.DType).With("Tidx", DType.Int32).With("output_type", DType.Int64)
            .Gives(new NaiveTensor(DType.Int64, [0, 3], [])));
        cases.Add("Split of the batch", new OneOp("Split").Parameter(Scalar(DType.Int32, 0)).Data(matrix).With("T", matrix.DType).With("num_split", 2).Gives(matrix, matrix));
        cases.Add("Split of rows", new OneOp("Split").Parameter(Scalar(DType.Int32, -1)).Data(matrix).With("T", matrix.DType).With("num_split", 2).Gives(Nothing(0, 3, 2), Nothing(0, 3, 2)));
        cases.Add("Einsum", new OneOp("Einsum").Data(Nothing(0, 2, 3, 4)).Data(Nothing(0, 5, 3, 4)).With("T", DType.Float32).With("N", 2).With("equation", "abcd,aecd->acbe").Gives(Nothing(0, 3, 2, 5)));
        cases.Add("Reshape", new OneOp("Reshape").Data(matrix).Parameter(Integers(-1, 2, 6)).With("T", matrix.DType).With("Tshape", DType.Int32).Gives(Nothing(0, 2, 6)));
        cases.Add("MaxPool of channels", new OneOp("MaxPool").Data(image).With("T", image.DType).With("ksize", [1, 1, 1, 2]).With("strides", [1, 1, 1, 2]).With("padding", "VALID").Gives(Nothing(0, 4, 6, 1)));
        cases.Add("Softmax", new OneOp("Softmax").Data(matrix).With("T", matrix.DType).Gives(matrix));
        return cases;
    }

    private static NaiveTensor Nothing(params long[] shape) => new(DType.Float32, shape, []);
}
