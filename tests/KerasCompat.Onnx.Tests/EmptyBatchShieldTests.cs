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
        OnnxValue[] made = Recurrence(scope, "GRU", 3, 2, 2);

        Assert.DoesNotContain(OnnxModelWriter.Write(scope, made, ["a", "b"], "test").Model.Graph.Node, n => n.OpType == "If");
    }

    [Fact]
    public void What_the_branch_reads_stands_before_it_though_it_was_written_behind_the_recurrence()
    {
        var scope = new OnnxScope();
        OnnxValue[] made = Recurrence(scope, "GRU", 3, 2, Dim.Unknown());
        OnnxValue shape = scope.Node("Shape", [scope.Inputs[0]]);

        var written = OnnxModelWriter.Write(scope, [.. made, shape], ["a", "b", "shape"], "test").Model.Graph.Node.Select(n => n.OpType).ToList();

        Assert.InRange(written.IndexOf("Shape"), 0, written.IndexOf("If"));
    }

    private static IReadOnlyList<ConstantTensor> Run(string op, int gates, int outputs, int rows)
    {
        var scope = new OnnxScope();
        OnnxValue[] made = Recurrence(scope, op, gates, outputs, Dim.Unknown());
        string[] names = [.. Enumerable.Range(0, outputs).Select(i => "y" + i)];
        OnnxModelWriter.Written written = OnnxModelWriter.Write(scope, made, names, "test");
        var program = new SignatureProgram(
            "test",
            [new ProgramTensor("x", DType.Float32, new TensorShape(5, -1, 3), 0)],
            [.. names.Select((n, i) => new ProgramTensor(n, DType.Float32, TensorShape.UnknownRank, i + 1))],
            [],
            [new OnnxStep(written.Model, null, [0], [.. names.Select((_, i) => i + 1)])],
            outputs + 1);
        return OnnxPrograms.Run(program, new Dictionary<string, ConstantTensor> { ["x"] = Tensors.Of(new float[5 * rows * 3], 5, rows, 3) });
    }

    private static OnnxValue[] Recurrence(OnnxScope scope, string op, int gates, int outputs, Dim batch)
    {
        OnnxValue x = scope.Input("x", DType.Float32, [5, batch, 3]);
        OnnxValue w = scope.Constant(Tensors.Of(new float[gates * 2 * 3], 1, gates * 2, 3)), r = scope.Constant(Tensors.Of(new float[gates * 2 * 2], 1, gates * 2, 2));
        return scope.NodeOutputs(op, [x, w, r], outputs, new OnnxAttributes { ["hidden_size"] = 2L });
    }
}
