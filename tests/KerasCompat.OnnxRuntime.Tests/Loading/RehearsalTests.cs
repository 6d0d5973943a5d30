using KerasCompat.Contracts;
using KerasCompat.Onnx;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Loading;

namespace KerasCompat.OnnxRuntime.Tests.Loading;

public sealed class RehearsalTests
{
    [Fact]
    public void What_is_rehearsed_is_translated_to_one_ONNX_model()
    {
        SignatureContract signature = RehearsalModel.Signature;

        SignatureProgram program = new ModelTranslation(RehearsalModel.Graph(), null, [signature], new KernelCatalog()).Translate(signature);

        Assert.IsType<OnnxStep>(Assert.Single(program.Steps));
    }

    [Fact]
    public void A_rehearsal_runs_to_its_end() => Rehearsal.Run();
}
