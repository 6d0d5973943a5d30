using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Convolutions and pools of images, of known sizes and not (tensorflow/core/ops/nn_ops.cc).</summary>
public sealed class WindowTests
{
    private static readonly OpCases Cases = Make();

    public static TheoryData<string, Way> All => Cases.In(Way.KnownShapes, Way.KnownRanks, Way.KnownParameters, Way.Everything);

    [Theory]
    [MemberData(nameof(All))]
    public void A_window_moves_over_the_image(string name, Way way) => Cases.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        foreach (bool channelsFirst in (bool[])[false, true])
        {
            foreach (string padding in (string[])["SAME", "VALID", "EXPLICIT"])
            {
                foreach ((int kernel, int stride, int dilation) in ((int, int, int)[])[(3, 1, 1), (3, 2, 1), (2, 3, 1), (1, 2, 1), (3, 1, 2)])
                {
                    Add(cases, new Window(6, kernel, stride, dilation, padding), channelsFirst);
                }
            }
        }

        return cases;
    }

    private static void Add(OpCases cases, Window window, bool channelsFirst)
    {
        const int Channels = 2, Outputs = 3;
        NaiveTensor image = Random(DType.Float32, 1, [2, window.Size, window.Size, Channels], -2, 2), filter = Random(DType.Float32, 2, [window.Kernel, window.Kernel, Channels, Outputs], -2, 2);
        string name = $"{(channelsFirst ? "NCHW" : "NHWC")} {window.Padding}, kernel {window.Kernel}, stride {window.Stride}, dilation {window.Dilation}";
        long[] result = [2, window.Outputs, window.Outputs, Outputs];
        cases.Add($"Conv2D {name}", Op("Conv2D").Data(Order(image)).Parameter(filter).Within(1e-4)
            .Gives(Order(Build(DType.Float32, result, p => window.Over(p, (y, x, i, j) => Enumerable.Range(0, Channels).Sum(c => image[p[0], y, x, c] * filter[i, j, c, p[3]])).Sum()))));
        cases.Add($"DepthwiseConv2dNative {name}", Op("DepthwiseConv2dNative").Data(Order(image)).Parameter(filter).Within(1e-4)
            .Gives(Order(Build(DType.Float32, [2, window.Outputs, window.Outputs, Channels * Outputs], p => window.Over(p, (y, x, i, j) => image[p[0], y, x, p[3] / Outputs] * filter[i, j, p[3] / Outputs, p[3] % Outputs]).Sum()))));

        NaiveTensor gradient = Random(DType.Float32, 3, result, -2, 2);
        cases.Add($"Conv2DBackpropInput {name}", Op("Conv2DBackpropInput").Parameter(Integers(Order(image).Shape)).Parameter(filter).Data(Order(gradient)).Within(1e-4)
            .Gives(Order(Build(DType.Float32, image.Shape, p => Positions(result).Where(q => q[0] == p[0])
                .Sum(q => window.Over(q, (y, x, i, j) => y == p[1] && x == p[2] ? gradient[q] * filter[i, j, p[3], q[3]] : 0).Sum())))));
        if (window.Dilation > 1 || (window.Padding == "EXPLICIT" && window.Kernel < 3))
        {
            return;
        }

        long[] pooled = [2, window.Outputs, window.Outputs, Channels];
        cases.Add($"MaxPool {name}", Op("MaxPool").With("ksize", Each(window.Kernel)).Data(Order(image))
            .Gives(Order(Build(DType.Float32, pooled, p => window.Over(p, (y, x, _, _) => image[p[0], y, x, p[3]]).Max()))));
        if (window.Padding != "EXPLICIT")
        {
            cases.Add($"AvgPool {name}", Op("AvgPool").With("ksize", Each(window.Kernel)).Data(Order(image))
                .Gives(Order(Build(DType.Float32, pooled, p => window.Over(p, (y, x, _, _) => image[p[0], y, x, p[3]]).Average()))));
        }

        OneOp Op(string op) => new OneOp(op).With("T", DType.Float32).With("strides", Each(window.Stride)).With("dilations", Each(window.Dilation)).With("padding", window.Padding)
            .With("data_format", channelsFirst ? "NCHW" : "NHWC").With("explicit_paddings", window.Padding != "EXPLICIT" ? [] : channelsFirst ? [0, 0, 0, 0, 1, 2, 1, 2] : [0, 0, 1, 2, 1, 2, 0, 0]);

        long[] Each(int value) => channelsFirst ? [1, 1, value, value] : [1, value, value, 1];

        NaiveTensor Order(NaiveTensor value) => !channelsFirst ? value
            : Build(value.DType, [value.Shape[0], value.Shape[3], value.Shape[1], value.Shape[2]], p => value[p[0], p[2], p[3], p[1]]);
    }

    /// <summary>A window on a square image; explicit padding is 1 before and 2 behind.</summary>
    private sealed record Window(int Size, int Kernel, int Stride, int Dilation, string Padding)
    {
        private int Span => ((Kernel - 1) * Dilation) + 1;

        public int Outputs => Padding switch
        {
            "SAME" => (Size + Stride - 1) / Stride,
            "VALID" => (Size - Span + Stride) / Stride,
            _ => (Size + 3 - Span + Stride) / Stride,
        };

        private int Before => Padding switch
        {
            "SAME" => Math.Max(0, ((Outputs - 1) * Stride) + Span - Size) / 2,
            "VALID" => 0,
            _ => 1,
        };

        /// <summary>A value for each pixel under the window of an element of the result: of its row and column, and of its place in the window.</summary>
        public IEnumerable<double> Over(long[] element, Func<long, long, long, long, double> value)
        {
            for (int i = 0; i < Kernel; i++)
            {
                for (int j = 0; j < Kernel; j++)
                {
                    long y = (element[1] * Stride) - Before + (i * Dilation), x = (element[2] * Stride) - Before + (j * Dilation);
                    if (y >= 0 && y < Size && x >= 0 && x < Size)
                    {
                        yield return value(y, x, i, j);
                    }
                }
            }
        }
    }
}
