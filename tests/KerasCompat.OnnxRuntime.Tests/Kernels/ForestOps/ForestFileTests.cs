using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using KerasCompat.Testing.Forests;
using static KerasCompat.OnnxRuntime.Tests.Kernels.ForestOps.ForestFolder;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.ForestOps;

/// <summary>The files of models of TensorFlow Decision Forests, which anyone may have written.</summary>
public sealed class ForestFileTests : IDisposable
{
    private readonly ForestFolder _folder = new();

    public ForestFileTests() => _folder.Header.Task = 2;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_trees_may_lie_in_several_files()
    {
        (_folder.Random.NumNodeShards, _folder.Random.NumTrees) = (2, 2);
        _folder.WithShard("nodes-00000-of-00002", Blobs(Value(10), AtLeast(X, 1)));
        _folder.Write("nodes-00001-of-00002", Blobs(Value(20), Value(30)));

        Assert.Equal([15f], _folder.Predict());
    }

    [Fact]
    public void The_trees_may_lie_in_records()
    {
        _folder.Random.NodeFormat = "TFE_RECORDIO";
        byte[] node = Value(7).ToByteArray();

        Assert.Equal([7f], _folder.WithShard("nodes-00000-of-00001", [.. BitConverter.GetBytes((long)node.Length), 0, 0, 0, 0, .. node, 0, 0, 0, 0]).Predict());
    }

    [Fact]
    public void A_tree_that_is_deep_is_read()
    {
        const int Depth = 100_000;

        Assert.Equal([1f], _folder.With([.. Enumerable.Repeat(AtLeast(X, 1), Depth), .. Enumerable.Repeat(Value(1), Depth + 1)]).Predict());
    }

    [Fact]
    public void A_tree_that_ends_early_is_refused() => Refused(() => _folder.With(AtLeast(X, 1), Value(1)).Predict(), "ends early");

    [Fact]
    public void Too_few_trees_are_refused()
    {
        _folder.Random.NumTrees = 2;

        Refused(() => _folder.With(Value(1)).Predict(), "1 trees");
    }

    [Fact]
    public void A_feature_that_is_none_is_refused() => Refused(() => _folder.With(AtLeast(6, 1), Value(1), Value(2)).Predict(), "none of its features");

    [Fact]
    public void A_condition_for_another_kind_of_feature_is_refused() => Refused(() => _folder.With(AtLeast(C, 1), Value(1), Value(2)).Predict(), "Category");

    [Fact]
    public void Another_number_of_outputs_is_refused() => Refused(() => _folder.With(Value(1)).Predict(outputs: 2), "1 outputs");

    [Fact]
    public void A_kind_of_model_that_is_not_known_is_refused()
    {
        _folder.Header.Name = "ISOLATION_FOREST";

        Refused(() => _folder.With(Value(1)).Predict(), "ISOLATION_FOREST");
    }

    [Fact]
    public void A_file_that_is_missing_is_refused()
    {
        _folder.Random.NumNodeShards = 2;

        Refused(() => _folder.With(Value(1)).Predict(), "missing");
    }

    [Fact]
    public void Features_of_another_shape_are_refused()
    {
        _folder.With(Value(1));
        SavedModel.Graph.ConstantTensor[] features = Features(0, 0, 0, null, 0, 0);
        features[0] = KernelCase.Values([1, 2], 0f, 0);

        Refused(() => _folder.Run("SimpleMLInferenceOpWithHandle", [Contracts.DType.Float32], features, 1), "3 columns");
    }

    [Fact]
    public void Splits_that_do_not_match_are_refused()
    {
        _folder.With(Value(1));
        SavedModel.Graph.ConstantTensor[] features = Features(0, 0, 0, null, 0, 0);
        features[4] = KernelCase.Values([2], 0L, 5);

        Refused(() => _folder.Run("SimpleMLInferenceOpWithHandle", [Contracts.DType.Float32], features, 1), "splits");
    }

    [Fact]
    public void Damaged_files_are_refused_or_read_but_nothing_else_happens()
    {
        byte[] whole = Blobs(AtLeast(X, 1), Asks(C, new Condition { ContainsCondition = new() { Elements = { 1, 2 } } }), Value(1), Value(2), Value(3));
        Gen<(int At, byte Value, int Length)> damage =
            from at in Gen.Choose(0, whole.Length - 1)
            from value in Gen.Choose(0, byte.MaxValue)
            from length in Gen.Choose(0, whole.Length)
            select (at, (byte)value, value % 2 == 0 ? whole.Length : length);

        Prop.ForAll(Arb.From(damage), change =>
        {
            byte[] content = [.. whole];
            content[change.At] = change.Value;
            Exception? thrown = Record.Exception(() => _folder.WithShard("nodes-00000-of-00001", content[..change.Length]).Predict());
            Assert.True(thrown is null || (thrown is ModelCallException && !thrown.Message.Contains("defect", StringComparison.Ordinal)), thrown?.ToString());
        }).QuickCheckThrowOnFailure();
    }

    private static void Refused(Func<object> call, string part) =>
        Assert.Contains(part, Assert.Throws<ModelCallException>(call).Message, StringComparison.Ordinal);
}
