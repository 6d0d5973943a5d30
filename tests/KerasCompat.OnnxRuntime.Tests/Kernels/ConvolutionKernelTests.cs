using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>
/// Convolutions that kernels run. Their gradients are tested by what they are: a convolution is linear in the images and in the filter, so the sum of a
/// result times anything is that of the gradient times the images, or the filter.
/// </summary>
public sealed class ConvolutionKernelTests
{
    public static TheoryData<string, string, int, int, int, bool> Windows => new()
    {
        { "Conv2D", "SAME", 1, 1, 1, false },
        { "Conv2D", "VALID", 2, 1, 1, false },
        { "Conv2D", "SAME", 2, 1, 2, false },
        { "Conv2D", "VALID", 1, 2, 1, false },
        { "Conv2D", "EXPLICIT", 2, 1, 1, false },
        { "Conv2D", "SAME", 2, 1, 1, true },
        { "Conv3D", "SAME", 2, 1, 1, false },
        { "DepthwiseConv2dNative", "SAME", 2, 1, 1, false },
        { "DepthwiseConv2dNative", "VALID", 1, 2, 1, false },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Double_precision_gives_what_single_precision_gives_and_more(string op, string padding, int stride, int dilation, int groups, bool channelsFirst)
    {
        var given = new Case(op, padding, stride, dilation, groups, channelsFirst);

        double[] wide = given.Run(DType.Float64), narrow = given.Run(DType.Float32);

        Assert.Equal(narrow.Length, wide.Length);
        Assert.All(wide, (value, i) => Assert.Equal(narrow[i], value, 1e-4));
    }

    [Fact]
    public void Double_precision_is_kept()
    {
        double tiny = 1e-12;
        ModelTensor result = Run(
            "Conv2D", DType.Float64, [Values([1, 1, 2, 1], 1d, 1 + tiny), Values([1, 2, 1, 1], 1d, -1)],
            ("T", Type(DType.Float64)), ("strides", Ints(1, 1, 1, 1)), ("padding", Text("VALID")));

        Assert.Equal(-tiny, result.Values<double>()[0], 1e-15);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Gradients_are_those_of_the_convolution(string op, string padding, int stride, int dilation, int groups, bool channelsFirst)
    {
        var given = new Case(op, padding, stride, dilation, groups, channelsFirst);
        double[] result = given.Run(DType.Float64);
        double[] gradient = given.Random(result.Length);
        double expected = result.Zip(gradient, (a, b) => a * b).Sum();
        string suffix = op == "Conv3D" ? "V2" : "";

        double[] ofImages = given.Gradient(op + "BackpropInput" + suffix, given.ImageSizes, given.FilterTensor, gradient);
        double[] ofFilter = given.Gradient(op + "BackpropFilter" + suffix, given.ImageTensor, given.FilterSizes, gradient);

        Assert.Equal(expected, ofImages.Zip(given.Images, (a, b) => a * b).Sum(), 1e-9);
        Assert.Equal(expected, ofFilter.Zip(given.Filter, (a, b) => a * b).Sum(), 1e-9);
    }

    [Theory]
    [InlineData("CHANNELS_LAST", new long[] { 1, 3, 3, 1 })]
    [InlineData("CHANNELS_FIRST", new long[] { 1, 1, 3, 3 })]
    public void The_convolution_of_any_rank_is_computed_in_double_precision(string format, long[] shape)
    {
        // 1 / 3 has no exact float: a product in single precision would be off by more than 1e-9.
        double[] image = [.. Enumerable.Range(1, 9).Select(i => i / 3.0)];
        long[] strides = format == "CHANNELS_LAST" ? [1, 2, 2, 1] : [1, 1, 2, 2];

        double[] result = Run(
            "Conv", DType.Float64, [Values(shape, image), Values([1, 1, 1, 1], [0.1])],
            [("T", Type(DType.Float64)), ("strides", Ints(strides)), ("padding", Text("VALID")), ("data_format", Text(format))]).Values<double>().ToArray();

        Assert.Equal([1 / 30.0, 3 / 30.0, 7 / 30.0, 9 / 30.0], result, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData("MaxPool", "SAME")]
    [InlineData("MaxPool", "VALID")]
    [InlineData("AvgPool", "SAME")]
    [InlineData("AvgPool", "VALID")]
    public void Gradients_of_pools_are_those_of_the_pools(string op, string padding)
    {
        var random = new Random(5);
        double[] images = [.. Enumerable.Range(0, 2 * 5 * 4 * 3).Select(_ => random.NextDouble() - 0.5)];
        (string, AttrValue)[] attributes = [("T", Type(DType.Float64)), ("ksize", Ints(1, 3, 2, 1)), ("strides", Ints(1, 2, 2, 1)), ("padding", Text(padding))];
        ConstantTensor image = Values([2, 5, 4, 3], images);
        GraphModel model = new GraphModel().Const("x", image).Node("y", op, ["x"], attributes).Signature("run", [], ("y", DType.Float64));
        using OnnxModelEngine engine = model.Load();
        ModelTensor result = engine.Run("run")["y"];
        double[] gradient = [.. result.Values<double>().ToArray().Select(_ => random.NextDouble())];
        ConstantTensor pooled = Values([.. result.Dimensions().Select(d => (long)d)], result.Values<double>().ToArray()), dy = Values([.. pooled.Shape], gradient);

        double[] ofImages = Run(
            op + "Grad", DType.Float64, op == "AvgPool" ? [Vector(2, 5, 4, 3), dy] : [image, pooled, dy], attributes).Values<double>().ToArray();

        Assert.Equal(result.Values<double>().ToArray().Zip(gradient, (a, b) => a * b).Sum(), ofImages.Zip(images, (a, b) => a * b).Sum(), 1e-9);
    }

    private sealed class Case
    {
        private readonly Random _random = new(11);
        private readonly string _op;
        private readonly long[] _imageShape;
        private readonly long[] _filterShape;
        private readonly List<(string, AttrValue)> _attributes = [];
        private int[] _resultShape = [];

        public Case(string op, string padding, int stride, int dilation, int groups, bool channelsFirst)
        {
            _op = op;
            int spatial = op == "Conv3D" ? 3 : 2, channels = 2 * groups;
            long[] space = [6, 5, 4], window = [3, 2, 2];
            _imageShape = channelsFirst ? [2, channels, .. space[..spatial]] : [2, .. space[..spatial], channels];
            _filterShape = [.. window[..spatial], 2, op[0] == 'D' ? 3 : 2 * groups];
            Images = Random((int)_imageShape.Aggregate(1L, (a, b) => a * b));
            Filter = Random((int)_filterShape.Aggregate(1L, (a, b) => a * b));
            _attributes.Add(("strides", Ints(PerAxis(stride))));
            _attributes.Add(("dilations", Ints(PerAxis(dilation))));
            _attributes.Add(("padding", Text(padding)));
            _attributes.Add(("data_format", Text(spatial == 3 ? "NDHWC" : channelsFirst ? "NCHW" : "NHWC")));
            _attributes.Add(("explicit_paddings", Ints(padding == "EXPLICIT" ? [0, 0, 2, 1, 0, 2, 0, 0] : [])));

            long[] PerAxis(long value) => [.. Enumerable.Range(0, spatial + 2).Select(axis => axis == 0 || axis == (channelsFirst ? 1 : spatial + 1) ? 1 : value)];
        }

        public double[] Images { get; }

        public double[] Filter { get; }

        public ConstantTensor ImageTensor => Values(_imageShape, Images);

        public ConstantTensor FilterTensor => Values(_filterShape, Filter);

        public ConstantTensor ImageSizes => Vector([.. _imageShape.Select(size => (int)size)]);

        public ConstantTensor FilterSizes => Vector([.. _filterShape.Select(size => (int)size)]);

        public double[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.NextDouble() - 0.5)];

        public double[] Run(DType type)
        {
            bool wide = type == DType.Float64;
            GraphModel model = new GraphModel()
                .Const("x", wide ? ImageTensor : Values(_imageShape, Array.ConvertAll(Images, value => (float)value)))
                .Const("w", wide ? FilterTensor : Values(_filterShape, Array.ConvertAll(Filter, value => (float)value)))
                .Node("y", _op, ["x", "w"], [("T", Type(type)), .. _attributes]).Signature("run", [], ("y", type));
            using OnnxModelEngine engine = model.Load();
            ModelTensor result = engine.Run("run")["y"];
            _resultShape = result.Dimensions();
            return wide ? result.Values<double>().ToArray() : Array.ConvertAll(result.Values<float>().ToArray(), value => (double)value);
        }

        public double[] Gradient(string op, ConstantTensor first, ConstantTensor second, double[] gradient) => KernelCase.Run(
            op, DType.Float64, [first, second, Values([.. _resultShape.Select(size => (long)size)], gradient)], [("T", Type(DType.Float64)), .. _attributes])
            .Values<double>().ToArray();
    }
}
