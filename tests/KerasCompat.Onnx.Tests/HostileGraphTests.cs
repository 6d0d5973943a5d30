using FsCheck.Xunit;
using KerasCompat.Contracts;

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

    private static readonly Lazy<RecordedModel[]> Models = new(() => [new("layers/masking_lstm"), new("ops/control"), new("layers/conv2d"), new("keras2/counter")]);
}
