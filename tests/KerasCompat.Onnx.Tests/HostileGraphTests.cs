using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>
/// A model is untrusted input: whatever its graph holds, it is translated or refused with a reason. A graph that TensorFlow could not have written
/// may be refused as what nobody foresaw, but no other exception may leave the translator.
/// </summary>
public sealed class HostileGraphTests
{
    [Property(MaxTest = 100)]
    public void A_damaged_graph_is_translated_or_refused_with_a_reason(int seed)
    {
        foreach (RecordedModel model in Models.Value)
        {
            Exception? thrown = model.TranslateDamaged(new GraphMutation(seed));

            Assert.True(thrown is null or ModelFormatException or UnsupportedOpsException or TranslationFailedException, thrown?.ToString());
        }
    }

    [Property(MaxTest = 300)]
    public void A_damaged_loop_or_conditional_of_TensorFlow_1_is_translated_or_refused_with_a_reason(int seed)
    {
        SmallGraph loop = Version1ControlFlowTests.Loop(new SmallGraph().Input("x", DType.Float32, -1).Input("n", DType.Int32), "x", "").Damage(new GraphMutation(seed));
        SmallGraph conditional = Version1ControlFlowTests.Conditional(new SmallGraph().Input("p", DType.Bool)).Damage(new GraphMutation(seed));

        foreach (Action translate in (Action[])[() => loop.Translate("exit"), () => conditional.Translate("merge")])
        {
            Exception? thrown = Record.Exception(translate);

            Assert.True(thrown is null or ModelFormatException or UnsupportedOpsException or TranslationFailedException, thrown?.ToString());
        }
    }

    [Fact]
    public void Constants_that_few_bytes_blow_up_to_more_than_memory_together_are_refused()
    {
        // given constants of 200 MiB each, of which the graph has a single number
        const int Count = 6;
        var graph = new SmallGraph();
        for (int i = 0; i < Count; i++)
        {
            var tensor = new TensorProto { Dtype = (int)DType.Float32, TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = 50 << 20 } } }, FloatVal = { i } };
            graph.Node($"c{i}", "Const", [], new() { ["dtype"] = SmallGraph.Type(DType.Float32), ["value"] = new AttrValue { Tensor = tensor } });
        }

        graph.Node("y", "AddN", [.. Enumerable.Range(0, Count).Select(i => $"c{i}")], new() { ["N"] = SmallGraph.Int(Count), ["T"] = SmallGraph.Type(DType.Float32) });

        // when
        void Translate() => graph.Translate("y");

        // then
        var refused = Assert.Throws<ModelFormatException>(Translate);
        Assert.Contains("'c5'", refused.Message, StringComparison.Ordinal);
    }

    private static readonly Lazy<RecordedModel[]> Models = new(() => [new("layers/masking_lstm"), new("ops/control"), new("layers/conv2d"), new("keras2/counter")]);
}
