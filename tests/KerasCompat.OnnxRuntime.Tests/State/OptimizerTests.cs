using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.State;

/// <summary>One step of each optimizer, by hand from its definition (tensorflow/core/ops/training_ops.cc).</summary>
public sealed class OptimizerTests
{
    private const float Tolerance = 1e-5f;

    /// <summary>Optimizer, parameters before the gradient, those after it, an attribute that is set, the variable and its slots before and after. The gradient is 2.</summary>
    public static TheoryData<string, double[], double[], string, double[], double[]> Steps => new()
    {
        { "GradientDescent", [0.1], [], "", [1], [0.8] },
        { "ProximalGradientDescent", [0.1, 0.5, 2], [], "", [1], [(0.8 - 0.05) / 1.2] },
        { "ProximalGradientDescent", [0.1, 0, 2], [], "", [1], [0.8 / 1.2] },
        { "Momentum", [0.1], [0.9], "", [1, 3], [1 - 0.47, 4.7] },
        { "Momentum", [0.1], [0.9], "use_nesterov", [1, 3], [1 - 0.2 - 0.423, 4.7] },
        { "KerasMomentum", [0.1], [0.9], "", [1, 3], [3.5, 2.5] },
        { "KerasMomentum", [0.1], [0.9], "use_nesterov", [1, 3], [1 + 2.25 - 0.2, 2.5] },
        { "Adagrad", [0.5], [], "", [1, 5], [1 - (1 / Math.Sqrt(9)), 9] },
        { "AdagradV2", [0.5, 1], [], "", [1, 5], [1 - (1 / 4d), 9] },
        { "ProximalAdagrad", [0.3, 1, 1], [], "", [1, 5], [(1 - 0.2 - 0.1) / 1.1, 9] },
        { "AdagradDA", [], [0.5, 1, 0.1, 2], "", [1, 1, 5], [-0.5 * 1 / ((0.1 * 2 * 0.5) + 3), 3, 9] },
        { "Adadelta", [0.5, 0.9, 1], [], "", [1, 4, 8], [1 - (0.5 * 2 * 3 / Math.Sqrt(5)), 4, (8 * 0.9) + (0.1 * 36 / 5)] },
        { "Adam", [0.9, 0.64, 0.1, 0.9, 0.99, 1], [], "", [1, 1, 4], [1 - (1.1 * 0.6 / 3), 1.1, 4] },
        { "Adam", [0.9, 0.64, 0.1, 0.9, 0.99, 1], [], "use_nesterov", [1, 1, 4], [1 - ((0.2 + 0.99) * 0.6 / 3), 1.1, 4] },
        { "AdamWithAmsgrad", [0.9, 0.64, 0.1, 0.9, 0.99, 1], [], "", [1, 1, 4, 9], [1 - (1.1 * 0.6 / 4), 1.1, 4, 9] },
        { "AdaMax", [0.9, 0.1, 0.9, 0.5, 1], [], "", [1, 1, 3], [1 - (1.1 / 3), 1.1, 2] },
        { "RMSProp", [0.3, 0.9, 0.5, 5], [], "", [1, 4, 2], [1 - 1.2, 4, 1.2] },
        { "CenteredRMSProp", [0.3, 0.9, 0.5, 1], [], "", [1, 2, 4, 2], [1 - 1.6, 2, 4, 1.6] },
        { "Ftrl", [], [0.5, 1, 0.25, -0.5], "", [1, 5, 3], [(1 - (5 - ((3 - Math.Sqrt(5)) / 0.5))) / (6 + 0.5), 9, 5 - ((3 - Math.Sqrt(5)) / 0.5)] },
        { "Ftrl", [], [0.5, 1, 0.25, -0.5], "multiply_linear_by_lr", [1, 5, 3], [(0.5 - (4 - (3 - Math.Sqrt(5)))) / (3 + 0.25), 9, 4 - (3 - Math.Sqrt(5))] },
        { "FtrlV2", [], [0.5, 1, 0.25, 0.5, -0.5], "", [1, 5, 3], [(1 - (6 - ((3 - Math.Sqrt(5)) / 0.5))) / (6 + 0.5), 9, 6 - ((3 - Math.Sqrt(5)) / 0.5)] },
        { "AddSign", [0.1, 1, 0.5, 0.9], [], "", [1, 1], [1 - 0.3, 1.1] },
        { "PowerSign", [0.1, 0.5, 2, 0.9], [], "", [1, 1], [1 - (0.2 * Math.E), 1.1] },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_changes_the_variable_and_its_slots(string optimizer, double[] before, double[] after, string option, double[] values, double[] expected)
    {
        (GraphModel model, string[] handles) = Variables(values, [1]);
        string[] inputs = [.. handles, .. Scalars(model, "a", before), "grad", .. Scalars(model, "b", after)];
        model.Const("grad", Values([1], 2f)).Node("step", "ResourceApply" + optimizer, inputs, Attributes(option));
        using OnnxModelEngine engine = Reading(model, values.Length).Load();

        AssertClose([.. expected.Select(value => (double[])[value])], Run(engine, values.Length));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_of_some_rows_leaves_the_others_alone(string optimizer, double[] before, double[] after, string option, double[] values, double[] expected)
    {
        if (optimizer is "GradientDescent" or "Adam" or "AdamWithAmsgrad" or "AdaMax" or "AddSign" or "PowerSign")
        {
            return;
        }

        (GraphModel model, string[] handles) = Variables(values, [3, 1]);
        string[] inputs = [.. handles, .. Scalars(model, "a", before), "grad", "rows", .. Scalars(model, "b", after)];
        model.Const("grad", Values([1, 1], 2f)).Const("rows", Vector(1)).Node("step", "ResourceSparseApply" + optimizer, inputs, Attributes(option));
        using OnnxModelEngine engine = Reading(model, values.Length).Load();

        AssertClose([.. expected.Select((value, i) => (double[])[values[i], value, values[i]])], Run(engine, values.Length));
    }

    [Fact]
    public void A_row_that_is_named_twice_is_changed_twice()
    {
        (GraphModel model, string[] handles) = Variables([1, 3], [2, 1]);
        string[] inputs = [.. handles, .. Scalars(model, "a", [0.1]), "grad", "rows", .. Scalars(model, "b", [0.9])];
        model.Const("grad", Values([2, 1], 2f, 2f)).Const("rows", Vector(1, 1)).Node("step", "ResourceSparseApplyMomentum", inputs, Attributes(""));
        using OnnxModelEngine engine = Reading(model, 2).Load();

        // 3 * 0.9 + 2 = 4.7, then 4.7 * 0.9 + 2 = 6.23
        AssertClose([[1, 1 - 0.47 - 0.623], [3, 6.23]], Run(engine, 2));
    }

    [Fact]
    public void A_training_step_of_references_changes_them_for_the_next_call()
    {
        GraphModel model = new GraphModel().Reference("w", Values([2], 1f, 2f)).Placeholder("grad", DType.Float32, 2).Const("rate", Values([], 0.5f))
            .Node("step", "ApplyGradientDescent", ["w", "rate", "grad"], ("T", Type(DType.Float32)))
            .Signature("train", ["grad"], ("step", DType.Float32));
        using OnnxModelEngine engine = model.Load();
        var inputs = new Dictionary<string, ModelTensor> { ["grad"] = ModelTensor.FromValues<float>([2], [1, 1]) };

        engine.Run("train", inputs, TestContext.Current.CancellationToken);

        Assert.Equal([0f, 1f], engine.Run("train", inputs, TestContext.Current.CancellationToken)["step"].Values<float>().ToArray());
    }

    private static (GraphModel Model, string[] Handles) Variables(double[] values, long[] shape)
    {
        var model = new GraphModel();
        string[] handles = [.. values.Select((_, i) => "x" + i)];
        int count = (int)shape.Aggregate(1L, (product, size) => product * size);
        for (int i = 0; i < values.Length; i++)
        {
            model.Variable(handles[i], Values(shape, [.. Enumerable.Repeat((float)values[i], count)]));
        }

        return (model, handles);
    }

    private static string[] Scalars(GraphModel model, string prefix, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            model.Const(prefix + i, Values([], (float)values[i]));
        }

        return [.. values.Select((_, i) => prefix + i)];
    }

    private static (string, AttrValue)[] Attributes(string option) => [("T", Type(DType.Float32)), .. option.Length > 0 ? ((string, AttrValue)[])[(option, Bool(true))] : []];

    private static GraphModel Reading(GraphModel model, int count)
    {
        for (int i = 0; i < count; i++)
        {
            model.Node("read" + i, "ReadVariableOp", ["x" + i, "^step"], ("dtype", Type(DType.Float32)));
        }

        return model.Signature("train", [], [.. Enumerable.Range(0, count).Select(i => ("read" + i, DType.Float32))]);
    }

    private static float[][] Run(OnnxModelEngine engine, int count)
    {
        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("train");
        return [.. Enumerable.Range(0, count).Select(i => results["read" + i].Values<float>().ToArray())];
    }

    private static void AssertClose(double[][] expected, float[][] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            for (int j = 0; j < expected[i].Length; j++)
            {
                Assert.Equal((float)expected[i][j], actual[i][j], Tolerance);
            }
        }
    }
}
