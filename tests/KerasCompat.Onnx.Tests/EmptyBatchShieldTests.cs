using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Program;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

/// <summary>A call without rows must not end the process, which ONNX Runtime's recurrent ops do.</summary>
public sealed class EmptyBatchShieldTests
{
    [Theory]
    [InlineData("LSTM", 4, 3)]
    [InlineData("GRU", 3, 2)]
    public void A_recurrence_over_no_rows_gives_no_rows(string op, int gates, int outputs)
    {
        IReadOnlyList<ConstantTensor> results = Run(op, gates, outputs, rows: 0);

        Assert.Equal([5L, 1, 0, 2], results[0].Shape);
        Assert.All(results.Skip(1), r => Assert.Equal([1L, 0, 2], r.Shape));
    }

    [Fact]
    public void Rows_are_computed_as_ever()
    {
        float[] hidden = Run("LSTM", 4, 3, rows: 2)[1].Values<float>();

        // All weights are zero: every gate is a half of nothing.
        Assert.Equal([0f, 0, 0, 0], hidden);
    }

    [Fact]
    public void A_batch_of_a_known_size_needs_no_branch()
    {
        var scope = new OnnxScope();

        AssertNoBranch(scope, Recurrence(scope, scope.Input("x", DType.Float32, [5, 2, 3]), "GRU", 3, 2));
    }

    [Fact]
    public void A_batch_of_the_size_of_an_input_needs_no_branch()
    {
        var scope = new OnnxScope();

        AssertNoBranch(scope, Recurrence(scope, scope.Input("x", DType.Float32, [5, Dim.Unknown(), 3]), "GRU", 3, 2));
    }

    [Fact]
    public void What_the_branch_reads_stands_before_it_though_it_was_written_behind_the_recurrence()
    {
        var scope = new OnnxScope();
        OnnxValue cut = Cut(scope);
        OnnxValue[] made = Recurrence(scope, cut, "GRU", 3, 2);
        OnnxValue shape = scope.Node("Shape", [cut]);

        var written = OnnxModelWriter.Write(scope, [.. made, shape], ["a", "b", "shape"], "test").Model.Graph.Node.Select(n => n.OpType).ToList();

        Assert.InRange(written.IndexOf("Shape"), 0, written.IndexOf("If"));
    }

    private static IReadOnlyList<ConstantTensor> Run(string op, int gates, int outputs, int rows)
    {
        var scope = new OnnxScope();
        OnnxValue[] made = Recurrence(scope, Cut(scope), op, gates, outputs);
        string[] names = [.. Enumerable.Range(0, outputs).Select(i => "y" + i)];
        OnnxModelWriter.Written written = OnnxModelWriter.Write(scope, made, names, "test");
        var program = new SignatureProgram(
            "test",
            [new ProgramTensor("x", DType.Float32, new TensorShape(5, 4, 3), 0), new ProgramTensor("rows", DType.Int64, new TensorShape(1), 1)],
            [.. names.Select((n, i) => new ProgramTensor(n, DType.Float32, TensorShape.UnknownRank, i + 2))],
            [],
            [new OnnxStep(written.Model, null, [0, 1], [.. names.Select((_, i) => i + 2)])],
            outputs + 2);
        return OnnxPrograms.Run(program, new Dictionary<string, ConstantTensor> { ["x"] = Tensors.Of(new float[5 * 4 * 3], 5, 4, 3), ["rows"] = Tensors.Of([(long)rows], 1) });
    }

    /// <summary>As many rows of four as another input says.</summary>
    private static OnnxValue Cut(OnnxScope scope)
    {
        OnnxValue x = scope.Input("x", DType.Float32, [5, 4, 3]), rows = scope.Input("rows", DType.Int64, [1]);
        return scope.Node("Slice", [x, scope.Constant(Tensors.Of([0L], 1)), rows, scope.Constant(Tensors.Of([1L], 1))]);
    }

    private static void AssertNoBranch(OnnxScope scope, OnnxValue[] made) =>
        Assert.DoesNotContain(OnnxModelWriter.Write(scope, made, ["a", "b"], "test").Model.Graph.Node, n => n.OpType == "If");

    private static OnnxValue[] Recurrence(OnnxScope scope, OnnxValue x, string op, int gates, int outputs)
    {
        OnnxValue w = scope.Constant(Tensors.Of(new float[gates * 2 * 3], 1, gates * 2, 3)), r = scope.Constant(Tensors.Of(new float[gates * 2 * 2], 1, gates * 2, 2));
        return scope.NodeOutputs(op, [x, w, r], outputs, new OnnxAttributes { ["hidden_size"] = 2L });
    }
}
