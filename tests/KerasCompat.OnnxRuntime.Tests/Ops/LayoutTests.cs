using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Images whose sizes, ranks or filters show at run time only.</summary>
public sealed class LayoutTests
{
    private static readonly OpCases Cases = Make();

    /// <summary>How many dimensions are blocked is always known.</summary>
    public static TheoryData<string, Way> All => [.. Cases.In().Where(c => !c.Data.Item1.Contains("Batch", StringComparison.Ordinal) || c.Data.Item2 is not (Way.FedParameters or Way.Nothing))];

    [Theory]
    [MemberData(nameof(All))]
    public void Pixels_are_where_the_layout_says(string name, Way way) => Cases.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        NaiveTensor x = Counting(DType.Float32, 2, 3, 2, 2), bias = Vector(DType.Float32, 10, 20, 30);
        cases.Add("BiasAdd of channels first", new OneOp("BiasAdd").Data(x).Parameter(bias).With("T", x.DType).With("data_format", "NCHW").Gives(Build(x.DType, x.Shape, p => x[p] + bias[p[1]])));

        NaiveTensor image = Counting(DType.Float32, 1, 5, 5, 1), filter = Counting(DType.Float32, 2, 2, 1, 1);
        cases.Add("Conv2D, dilated", new OneOp("Conv2D").Data(image).Parameter(filter).With("T", image.DType).With("strides", [1, 1, 1, 1]).With("dilations", [1, 2, 2, 1]).With("padding", "SAME")
            .Gives(Build(image.DType, image.Shape, p => Positions([2, 2]).Sum(k => At(image, p[1] - 1 + (2 * k[0]), p[2] - 1 + (2 * k[1])) * filter[k[0], k[1], 0, 0]))));

        NaiveTensor space = Counting(DType.Float32, 1, 4, 6, 2), batch = Counting(DType.Float32, 6, 2, 2, 2);
        cases.Add("SpaceToBatchND", new OneOp("SpaceToBatchND").Data(space).Parameter(Integers(2, 3)).Parameter(Integers(0, 0, 1, 2).Reshape(2, 2)).With("T", space.DType).With("Tblock_shape", DType.Int32).With("Tpaddings", DType.Int32)
            .Gives(Build(space.DType, [6, 2, 3, 2], p => At(space, (p[1] * 2) + (p[0] / 3), (p[2] * 3) + (p[0] % 3) - 1, p[3]))));
        cases.Add("BatchToSpaceND", new OneOp("BatchToSpaceND").Data(batch).Parameter(Integers(2, 3)).Parameter(Integers(1, 0, 0, 2).Reshape(2, 2)).With("T", batch.DType).With("Tblock_shape", DType.Int32).With("Tcrops", DType.Int32)
            .Gives(Build(batch.DType, [1, 3, 4, 2], p => batch[((p[1] + 1) % 2 * 3) + (p[2] % 3), (p[1] + 1) / 2, p[2] / 3, p[3]])));
        return cases;
    }

    private static double At(NaiveTensor image, long y, long x, long channel = 0) => y < 0 || x < 0 || y >= image.Shape[1] || x >= image.Shape[2] ? 0 : image[0, y, x, channel];
}
