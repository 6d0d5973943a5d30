using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class NormalizationGradientTests
{
    private const double Epsilon = 0.01;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_gradient_of_a_batch_normalization_is_that_of_its_definition(bool training)
    {
        double[] x = [0.5, -1, 2, 0.25, 1.5, 3], gradient = [1, 2, -1, 0.5, 0.25, -2], scale = [1.5, 0.5];
        double[] mean = training ? [Mean(x, 0), Mean(x, 1)] : [0.1, 0.2], variance = training ? [Variance(x, 0), Variance(x, 1)] : [2, 3];

        double[][] result = Gradient(x, gradient, scale, mean, variance, training);

        for (int i = 0; i < x.Length; i++)
        {
            // By central differences of sum(gradient * normalized).
            double[] more = [.. x], less = [.. x];
            more[i] += 1e-4;
            less[i] -= 1e-4;
            double slope = (Loss(more) - Loss(less)) / 2e-4;
            Assert.Equal(slope, result[0][i], 1e-3);
        }

        Assert.Equal(gradient.Where((_, i) => i % 2 == 0).Sum(), result[2][0], 1e-5);
        Assert.Equal(Enumerable.Range(0, 3).Sum(i => gradient[i * 2] * (x[i * 2] - mean[0]) / Math.Sqrt(variance[0] + Epsilon)), result[1][0], 1e-5);

        double Loss(double[] values) => values.Select((value, i) =>
        {
            int channel = i % 2;
            double m = training ? Mean(values, channel) : mean[channel], v = training ? Variance(values, channel) : variance[channel];
            return gradient[i] * scale[channel] * (value - m) / Math.Sqrt(v + Epsilon);
        }).Sum();
    }

    [Fact]
    public void The_first_batch_normalization_scales_after_it_where_asked()
    {
        GraphModel model = new GraphModel().Const("x", Values([1, 1, 1, 2], 3f, 5)).Const("m", Values([2], 1f, 1)).Const("v", Values([2], 3f, 15)).Const("beta", Values([2], 10f, 20)).Const("gamma", Values([2], 2f, 4))
            .Node("y", "BatchNormWithGlobalNormalization", ["x", "m", "v", "beta", "gamma"], ("T", Type(DType.Float32)), ("variance_epsilon", Float(1)), ("scale_after_normalization", Bool(true)))
            .Signature("run", [], ("y", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        Assert.Equal([12f, 24f], engine.Run("run")["y"].Values<float>().ToArray());
    }

    private static double[][] Gradient(double[] x, double[] gradient, double[] scale, double[] mean, double[] variance, bool training)
    {
        GraphModel model = new GraphModel()
            .Const("dy", Values([1, 1, 3, 2], Singles(gradient))).Const("x", Values([1, 1, 3, 2], Singles(x))).Const("scale", Values([2], Singles(scale)))
            .Const("mean", Values([2], Singles(mean))).Const("variance", Values([2], Singles(variance))).Const("reserved", Values([], 0f))
            .Node("g", "FusedBatchNormGradV3", ["dy", "x", "scale", "mean", "variance", "reserved"], ("T", Type(DType.Float32)), ("U", Type(DType.Float32)), ("epsilon", Float((float)Epsilon)), ("is_training", Bool(training)))
            .Signature("run", [], ("g:0", DType.Float32), ("g:1", DType.Float32), ("g:2", DType.Float32));
        using OnnxModelEngine engine = model.Load();
        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("run");
        return [.. Enumerable.Range(0, 3).Select(i => Array.ConvertAll(results[$"g:{i}"].Values<float>().ToArray(), value => (double)value))];
    }

    private static float[] Singles(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static double Mean(double[] values, int channel) => values.Where((_, i) => i % 2 == channel).Average();

    private static double Variance(double[] values, int channel)
    {
        double mean = Mean(values, channel);
        return values.Where((_, i) => i % 2 == channel).Average(value => (value - mean) * (value - mean));
    }
}
