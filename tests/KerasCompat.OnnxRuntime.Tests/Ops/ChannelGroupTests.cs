using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>
/// A filter with fewer input channels than the image makes a convolution of groups of channels (tensorflow/core/kernels/conv_ops.cc), also where
/// either number shows at run time only. A filter of no elements is an error there.
/// </summary>
public sealed class ChannelGroupTests
{
    private static readonly OpCases Cases = Make();

    public static TheoryData<string, Way> All => Cases.In();

    public static TheoryData<string, Way> Fed => new MatrixTheoryData<string, Way>(["Conv2D", "Conv3D", "Conv2DBackpropInput"], [Way.KnownShapes, Way.FedParameters, Way.Nothing]);

    [Theory]
    [MemberData(nameof(All))]
    public void A_group_of_channels_meets_its_own_filters(string name, Way way) => Cases.Check(name, way);

    [Theory]
    [MemberData(nameof(Fed))]
    public void A_filter_without_input_channels_is_an_error(string op, Way way)
    {
        // given
        long[] space = op == "Conv3D" ? [2, 2, 2] : [2, 2];
        NaiveTensor image = Nothing([1, .. space, 0]), filter = Nothing([.. space, 0, 1]), gradient = new(DType.Float32, [1, 2, 2, 1], [1, 2, 3, 4]);
        OneOp convolution = op == "Conv2DBackpropInput"
            ? Convolution(op, 1).Parameter(Integers(image.Shape)).Parameter(filter).Data(gradient)
            : Convolution(op, 1, space.Length).Data(image).Parameter(filter);

        // when
        void Run() => convolution.Gives(Nothing(0)).Run(way);

        // then
        Assert.Throws<ModelCallException>(Run);
    }

    [Theory]
    [InlineData(Way.KnownShapes)]
    [InlineData(Way.FedParameters)]
    [InlineData(Way.Nothing)]
    public void A_depthwise_convolution_of_no_channels_gives_none(Way way) => Convolution("DepthwiseConv2dNative", 1).Data(Nothing(1, 3, 3, 0))
        .Parameter(Nothing(2, 2, 0, 1)).Gives(Nothing(1, 3, 3, 0)).Check(way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        foreach ((int groups, int perGroup) in ((int, int)[])[(1, 2), (2, 1), (2, 3)])
        {
            foreach (int stride in (int[])[1, 2])
            {
                const int Size = 4, Kernel = 2, FiltersPerGroup = 2;
                int channels = groups * perGroup, filters = groups * FiltersPerGroup, outputs = (Size + stride - 1) / stride;
                string name = $"{groups} groups of {perGroup} channels, stride {stride}";
                NaiveTensor image = Random(DType.Float32, 1, [2, Size, Size, channels], -2, 2), filter = Random(DType.Float32, 2, [Kernel, Kernel, perGroup, filters], -2, 2);
                NaiveTensor gradient = Random(DType.Float32, 3, [2, outputs, outputs, filters], -2, 2);

                // A window of 2 pads "SAME" behind the image, if at all.
                cases.Add("Conv2D " + name, Convolution("Conv2D", stride).Data(image).Parameter(filter).Within(1e-4)
                    .Gives(Build(DType.Float32, gradient.Shape, p => Under(p[1], p[2]).Sum(at => Enumerable.Range(0, perGroup)
                        .Sum(c => image[p[0], at.Y, at.X, (p[3] / FiltersPerGroup * perGroup) + c] * filter[at.I, at.J, c, p[3]])))));
                cases.Add("Conv2DBackpropInput " + name, Convolution("Conv2DBackpropInput", stride).Parameter(Integers(image.Shape)).Parameter(filter).Data(gradient).Within(1e-4)
                    .Gives(Build(DType.Float32, image.Shape, p => Positions([outputs, outputs, FiltersPerGroup]).Sum(q => Under(q[0], q[1])
                        .Where(at => at.Y == p[1] && at.X == p[2])
                        .Sum(at => (p[3] / perGroup * FiltersPerGroup) + q[2] is var f ? gradient[p[0], q[0], q[1], f] * filter[at.I, at.J, p[3] % perGroup, f] : 0)))));

                IEnumerable<(long Y, long X, long I, long J)> Under(long y, long x) => Positions([Kernel, Kernel])
                    .Select(k => ((y * stride) + k[0], (x * stride) + k[1], k[0], k[1])).Where(at => at.Item1 < Size && at.Item2 < Size);
            }
        }

        return cases;
    }

    private static OneOp Convolution(string op, long stride, int spatialRank = 2)
    {
        long[] strides = [1, .. Enumerable.Repeat(stride, spatialRank), 1];
        return new OneOp(op).With("T", DType.Float32).With("strides", strides).With("padding", "SAME");
    }

    private static NaiveTensor Nothing(params long[] shape) => new(DType.Float32, shape, []);
}
