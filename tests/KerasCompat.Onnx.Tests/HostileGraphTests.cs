using FsCheck.Xunit;

namespace KerasCompat.Onnx.Tests;

/// <summary>A model is untrusted input: whatever its graph holds, it is translated or refused with a reason.</summary>
public sealed class HostileGraphTests
{
    [Property(MaxTest = 100)]
    public void A_damaged_graph_is_translated_or_refused_with_a_reason(int seed)
    {
        foreach (RecordedModel model in Models.Value)
        {
            Exception? thrown = model.TranslateDamaged(new GraphMutation(seed));

            Assert.True(thrown is null or ModelFormatException or UnsupportedOpsException, thrown?.ToString());
        }
    }

    private static readonly Lazy<RecordedModel[]> Models = new(() => [new("layers/masking_lstm"), new("ops/control"), new("layers/conv2d"), new("keras2/counter")]);
}
