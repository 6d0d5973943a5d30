using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Checkpoints;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.State;

public sealed class CheckpointReadTests
{
    private const string Key = "n/.ATTRIBUTES/VARIABLE_VALUE";

    private static readonly string Folder = TestModels.PathOf("keras2/counter");

    [Fact]
    public void A_signature_reads_the_checkpoint_of_its_model()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Folder)!;

        Assert.Equal(checkpoint.Get(Key).Bytes.ToArray(), Read(Path.Combine(Folder, "variables", "variables"), checkpoint.Get(Key).DType).Bytes.ToArray());
    }

    [Theory]
    [InlineData("../keras2/strings/variables/variables")]
    [InlineData("/somewhere/variables")]
    [InlineData("")]
    public void It_reads_no_other_checkpoint(string prefix) =>
        Assert.Contains("not the model's own", Assert.Throws<ModelCallException>(() => Read(prefix, DType.Int64)).Message, StringComparison.Ordinal);

    private static ModelTensor Read(string prefix, DType type)
    {
        var program = new KernelPrograms("restore");
        int restored = program.Kernel("RestoreV2", [program.Constant(Strings([], prefix)), program.Constant(Strings([1], Key)), program.Constant(Strings([1], ""))]);
        program.Output("value", type, restored);
        using OnnxModelEngine engine = new HandMadeModel(program.Program()) { Path = Folder }.Load();
        return engine.Run("restore")["value"];
    }
}
