using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Tests.Native;

public sealed class OrtSessionTests
{
    [Fact]
    public void What_is_no_model_is_refused_with_the_words_of_onnx_runtime()
    {
        using var options = new OrtSessionOptions();

        OrtException error = Assert.Throws<OrtException>(() => new OrtSession("no model"u8, options));

        Assert.Contains("protobuf", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_entry_that_onnx_runtime_does_not_take_is_refused()
    {
        using var options = new OrtSessionOptions();

        Assert.Throws<OrtException>(() => options.Add("", "1"));
    }
}
