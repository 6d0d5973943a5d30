using KerasCompat.Onnx.Program;

namespace KerasCompat.Onnx.Tests;

/// <summary>Recurrent layers as Keras saves them, with TensorFlow's own results.</summary>
public sealed class RecurrenceTests
{
    public static TheoryData<string, string> Layers => new()
    {
        { "layers/lstm", "LSTM" },
        { "layers/lstm_sequences", "LSTM" },
        { "layers/gru", "GRU" },
        { "layers/gru_reset_before", "GRU" },
        { "layers/simple_rnn", "RNN" },
        { "layers/bidirectional_lstm", "LSTM" },
        { "layers/bidirectional_gru", "GRU" },
        { "layers/masking_lstm", "LSTM" },
        { "layers/embedding_masked_gru", "GRU" },
        { "layers/rnn_cell", "LSTM" },
        { "layers/stacked_cells", "GRU" },
        { "perf/lstm_classifier", "LSTM" },
        { "keras3/recurrent", "GRU" },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_recurrent_layer_becomes_an_operator_of_onnx_and_computes_what_TensorFlow_does(string model, string op)
    {
        using var recorded = new RecordedModel(model);

        var program = recorded.Translate();

        Assert.Contains(op, OnnxOps.Of(program));
        Assert.DoesNotContain("Loop", OnnxOps.Of(program));
        Assert.Empty(recorded.Differences(program));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_recurrent_layer_that_is_not_recognised_runs_as_a_loop_and_computes_the_same(string model, string op)
    {
        using var recorded = new RecordedModel(model);
        recorded.Translation.RecognisesRecurrence = false;

        var program = recorded.Translate();

        Assert.Contains("Loop", OnnxOps.Of(program));
        Assert.DoesNotContain(op, OnnxOps.Of(program));
        Assert.Empty(recorded.Differences(program));
    }

    [Theory]
    [InlineData("layers/conv_lstm_1d")]
    [InlineData("layers/conv_lstm_2d")]
    public void A_cell_that_onnx_has_no_operator_for_runs_as_a_loop(string model)
    {
        using var recorded = new RecordedModel(model);

        var program = recorded.Translate();

        Assert.Contains("Loop", OnnxOps.Of(program));
        Assert.Empty(recorded.Differences(program));
    }

    [Fact]
    public void A_backward_layer_leaves_no_reversal()
    {
        using var recorded = new RecordedModel("perf/lstm_classifier");

        var graph = ((OnnxStep)recorded.Translate().Steps.Single()).Model.Graph;

        Assert.Contains(Programs.Nodes(graph), n => n.Attribute.Any(a => a.Name == "direction" && a.S == "reverse"));
        var weights = graph.Initializer.Select(i => i.Name).ToHashSet();
        Assert.All(graph.Node.Where(n => n.OpType == "Slice"), slice => Assert.Contains(slice.Input[0], weights));
    }
}
