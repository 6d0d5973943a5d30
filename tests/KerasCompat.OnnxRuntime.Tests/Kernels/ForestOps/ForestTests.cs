using KerasCompat.Engines;
using KerasCompat.Testing.Forests;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.ForestOps.ForestFolder;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.ForestOps;

/// <summary>What models of TensorFlow Decision Forests say; values by hand from their definition.</summary>
public sealed class ForestTests : IDisposable
{
    private const float Tolerance = 1e-6f;

    private readonly ForestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2.9f, 10)]
    [InlineData(3f, 20)]
    [InlineData(float.NaN, 20)]
    [InlineData(float.NegativeInfinity, 10)]
    public void A_number_is_compared_with_the_threshold(float x, float expected) =>
        Assert.Equal([expected], Values().With(AtLeast(X, 3, whenMissing: true), Value(10), Value(20)).Predict(x: x));

    [Theory]
    [InlineData(0.4f, 10)]
    [InlineData(0.5f, 20)]
    [InlineData(float.NaN, 10)]
    public void A_flag_is_set_from_a_half_on(float f, float expected) =>
        Assert.Equal([expected], Values().With(Asks(F, new Condition { TrueValueCondition = new() }), Value(10), Value(20)).Predict(f: f));

    [Theory]
    [InlineData(1, 20)]
    [InlineData(3, 20)]
    [InlineData(2, 10)]
    [InlineData(4, 10)]
    [InlineData(-5, 10)]
    [InlineData(-1, 20)]
    public void A_category_is_among_some_or_not(int c, float expected)
    {
        Condition elements = new() { ContainsCondition = new() { Elements = { 3, 1 } } };
        Condition bits = new() { ContainsBitmapCondition = new() { ElementsBitmap = Google.Protobuf.ByteString.CopyFrom(0b1010) } };

        Assert.Equal([expected], Values().With(Asks(C, elements, whenMissing: true), Value(10), Value(20)).Predict(c: c));
        Assert.Equal([expected], Values().With(Asks(C, bits, whenMissing: true), Value(10), Value(20)).Predict(c: c));
    }

    [Fact]
    public void A_category_that_is_not_known_is_the_first()
    {
        Condition first = new() { ContainsCondition = new() { Elements = { 0 } } };

        Assert.Equal([20f], Values().With(Asks(C, first), Value(10), Value(20)).Predict(c: 99));
    }

    [Theory]
    [InlineData(new int[] { }, 10)]
    [InlineData(new[] { 2 }, 10)]
    [InlineData(new[] { 2, 3 }, 20)]
    [InlineData(new[] { -1 }, 20)]
    [InlineData(new[] { 7 }, 10)]
    public void One_of_several_categories_is_enough(int[] s, float expected)
    {
        Condition elements = new() { ContainsCondition = new() { Elements = { 3, 1 } } };

        Assert.Equal([expected], Values().With(Asks(S, elements, whenMissing: true), Value(10), Value(20)).Predict(s: s));
    }

    [Theory]
    [InlineData(1.9f, 1, 20)]
    [InlineData(0.9f, 1, 10)]
    [InlineData(1.9f, 2, 10)]
    [InlineData(2f, 2, 20)]
    [InlineData(100f, 4, 10)]
    [InlineData(-100f, 0, 20)]
    [InlineData(float.NaN, 0, 10)]
    public void A_bucketed_number_is_compared_by_its_bucket(float b, int threshold, float expected) =>
        Assert.Equal([expected], Values().With(Asks(B, new Condition { DiscretizedHigherCondition = new() { Threshold = threshold } }), Value(10), Value(20)).Predict(b: b));

    [Theory]
    [InlineData(1f, 1f, 10)]
    [InlineData(3f, 1f, 20)]
    [InlineData(float.NaN, 0f, 20)]
    public void A_weighted_sum_is_compared_with_the_threshold(float x, float y, float expected)
    {
        Condition sum = new() { ObliqueCondition = new() { Attributes = { X, Y }, Weights = { 2, -1 }, Threshold = 5 } };

        Assert.Equal([expected], Values().With(Asks(X, sum, whenMissing: true), Value(10), Value(20)).Predict(x: x, y: y));
    }

    [Theory]
    [InlineData(float.NaN, 20)]
    [InlineData(0f, 10)]
    public void A_node_may_ask_whether_a_value_is_missing(float x, float expected) =>
        Assert.Equal([expected], Values().With(Asks(X, new Condition { NaCondition = new() }), Value(10), Value(20)).Predict(x: x));

    [Theory]
    [InlineData(0f, 1, 0)]
    [InlineData(1f, 2, 1)]
    [InlineData(2f, 3, 2)]
    [InlineData(3f, 4, 3)]
    public void A_tree_is_its_root_then_what_is_below_then_what_is_above(float x, float expected, int leaf)
    {
        ForestFolder folder = Values().With(AtLeast(X, 2), AtLeast(X, 1), Value(1), Value(2), AtLeast(X, 3), Value(3), Value(4));

        Assert.Equal([expected], folder.Predict(x: x));
        Assert.Equal([leaf], folder.Leaves(x));
    }

    [Fact]
    public void The_trees_of_a_random_forest_vote()
    {
        _folder.Random.NumTrees = 4;
        _folder.With(Class(2), Class(1), Class(2), AtLeast(X, 1), Class(1), Class(2));

        Assert.Equal([0.5f, 0.5f], _folder.Predict(x: 0, outputs: 2));
        Assert.Equal([0.25f, 0.75f], _folder.Predict(x: 1, outputs: 2));
        Assert.Equal(["red", "green"], _folder.Names(2));
    }

    [Fact]
    public void The_distributions_of_a_random_forest_are_averaged()
    {
        (_folder.Random.NumTrees, _folder.Random.WinnerTakeAllInference) = (2, false);
        _folder.With(Class(1, 0, 3, 1), Class(2, 0, 1, 4));

        float[] result = _folder.Predict(outputs: 2);

        Assert.Equal((0.75f + 0.2f) / 2, result[0], Tolerance);
        Assert.Equal((0.25f + 0.8f) / 2, result[1], Tolerance);
    }

    [Fact]
    public void The_values_of_a_random_forest_are_averaged()
    {
        Values().Random.NumTrees = 2;

        Assert.Equal([15f], _folder.With(Value(10), Value(20)).Predict());
    }

    [Fact]
    public void Two_classes_of_boosted_trees_are_told_apart_by_the_logistic_function()
    {
        _folder.BoostedTrees(task: 1, loss: 1, trees: 2).Boosted.InitialPredictions[0] = 0.5f;

        float[] result = _folder.With(Value(1), Value(-0.25f)).Predict(outputs: 2);

        Assert.Equal(1 / (1 + MathF.Exp(-1.25f)), result[1], Tolerance);
        Assert.Equal(1 - result[1], result[0], Tolerance);
    }

    [Fact]
    public void More_classes_of_boosted_trees_take_turns()
    {
        ForestFolder folder = _folder.Label3().BoostedTrees(task: 1, loss: 3, trees: 6);
        folder.Boosted.NumTreesPerIter = 3;
        folder.With(Value(1), Value(2), Value(3), Value(0.5f), Value(-1), Value(0));
        float[] expected = [MathF.Exp(1.5f), MathF.Exp(1), MathF.Exp(3)];

        float[] result = folder.Predict(outputs: 3);

        Assert.All(result, (value, i) => Assert.Equal(expected[i] / expected.Sum(), value, Tolerance));
        Assert.Equal(["red", "green", "blue"], folder.Names(3));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(3, 5)]
    public void Values_of_boosted_trees_are_added(int task, int loss)
    {
        _folder.BoostedTrees(task, loss, trees: 2).Boosted.InitialPredictions[0] = 100;

        Assert.Equal([103f], _folder.With(Value(1), Value(2)).Predict());
    }

    [Fact]
    public void Boosted_trees_without_probabilities_give_the_sum()
    {
        _folder.BoostedTrees(task: 1, loss: 1, trees: 1).Header.ClassificationOutputsProbabilities = false;
        _folder.With(Value(2));

        Assert.Equal([2f], _folder.Predict());
        Assert.Equal(["green"], _folder.Names(1));
    }

    [Fact]
    public void Several_examples_are_read_row_by_row()
    {
        Condition elements = new() { ContainsCondition = new() { Elements = { 1 } } };
        Values().With(AtLeast(Y, 1), Asks(S, elements), Value(1), Value(2), Value(3));

        ModelTensor result = _folder.Run(
            "SimpleMLInferenceOpWithHandle",
            [Contracts.DType.Float32, Contracts.DType.String],
            [
                KernelCase.Values([3, 3], 0f, 0, 1, 0, 0, 0, 0, 0, 0), KernelCase.Values([3, 1], 0f, 0, 0), KernelCase.Values([3, 1], 0, 0, 0),
                Vector(1, 2, 2, 1), KernelCase.Values([4], 0L, 1, 2, 4), KernelCase.Values([4], 0L, 1, 2, 3),
            ],
            1)[0];

        Assert.Equal([3f, 1, 2], result.Values<float>().ToArray());
    }

    /// <summary>As TensorFlow Decision Forests saves it: the init op is told a file beside the model's own, which is none of them.</summary>
    [Fact]
    public void A_saved_model_loads_its_forest_once()
    {
        const string File = "/my_done";
        Values().With(AtLeast(X, 1), Value(10), Value(20));
        foreach (string name in Directory.GetFiles(_folder.Path))
        {
            System.IO.File.Move(name, Path.Combine(_folder.Path, "my_" + Path.GetFileName(name)));
        }

        using OnnxModelEngine engine = new GraphModel { Path = _folder.Path }
            .Const("done", Strings([], _folder.Path + File))
            .Node("folder", "StaticRegexReplace", ["done"], ("pattern", Text("my_done$")), ("rewrite", Text("")))
            .Node("model", "SimpleMLCreateModelResource", [], ("shared_name", Text("simple_ml_model")))
            .Node("load", "SimpleMLLoadModelFromPathWithHandle", ["model", "folder"], ("file_prefix", Text("my_")))
            .Node("init", "NoOp", ["^load"])
            .InitOp("init")
            .Placeholder("numbers", Contracts.DType.Float32, -1, 3)
            .Const("flags", KernelCase.Values([1, 1], 0f))
            .Const("categories", KernelCase.Values([1, 1], 0))
            .Const("set", KernelCase.Values<int>([0]))
            .Const("splits1", KernelCase.Values([2], 0L, 0))
            .Const("splits2", KernelCase.Values([2], 0L, 1))
            .Node("predictions", "SimpleMLInferenceOpWithHandle", ["numbers", "flags", "categories", "set", "splits1", "splits2", "model"], ("dense_output_dim", Int(1)))
            .Signature("predict", ["numbers"], ("predictions", Contracts.DType.Float32))
            .Load();

        for (float x = 0; x < 2; x++)
        {
            var input = new Dictionary<string, ModelTensor> { ["numbers"] = ModelTensor.FromValues<float>([1, 3], [x, 0, 0]) };
            Assert.Equal([10 + (10 * x)], engine.Run("predict", input, TestContext.Current.CancellationToken)["predictions"].Values<float>().ToArray());
        }
    }

    /// <summary>A forest whose leaves are values.</summary>
    private ForestFolder Values()
    {
        _folder.Header.Task = 2;
        return _folder;
    }
}
