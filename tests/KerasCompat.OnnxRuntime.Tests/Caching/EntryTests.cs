using FsCheck;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Caching;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Tests.Caching;

public sealed class EntryTests
{
    [Theory]
    [InlineData("keras2/label_image")]
    [InlineData("keras2/strings")]
    [InlineData("layers/string_lookup")]
    [InlineData("perf/recommender")]
    public void A_model_is_read_as_it_was_written(string model)
    {
        ModelContract contract = ContractFactory.Create(SavedModelReader.Read(Path.Combine(TestModels.Root, model)));
        var checksums = new WeightChecksums([new("variable", "file", 8, long.MaxValue, 0xFFFFFFFF)]);

        ModelEntry read = ModelEntry.Read(Reader(new ModelEntry(contract, checksums).Write()));

        Assert.Equal(contract, read.Contract);
        Assert.Equal(checksums.Parts, read.Checksums.Parts);
    }

    [Fact]
    public void A_default_and_an_unknown_rank_are_read_as_they_were_written()
    {
        var contract = new ModelContract(
            new(["serve"]), new Producer(null, "2.15.0"), null,
            new([new SignatureContract("key", "", new(
            [
                new TensorContract("x", "name", DType.Float32, TensorShape.UnknownRank, TensorEncoding.CooSparse, new(["a:0", "b:0", "c:0"]), null),
                new TensorContract("y", null, DType.Int32, TensorShape.Scalar, TensorEncoding.Dense, new(["y:0"]), new TensorLiteral(new TensorShape(2), new(["1", "2"]))),
            ]), default)]));

        Assert.Equal(contract, ModelEntry.Read(Reader(new ModelEntry(contract, new WeightChecksums([])).Write())).Contract);
    }

    [Fact]
    public void That_there_is_no_program_is_read_as_it_was_written() => Assert.Null(ProgramEntry.Read(Reader(ProgramEntry.Write(null)), ""));

    [Property]
    public void A_changed_program_is_read_or_refused_and_nothing_else(NonNegativeInt position, byte value)
    {
        byte[] entry = ProgramEntry.Write(Program()).Written.ToArray();
        entry[position.Get % entry.Length] = value;

        ReadOrRefuse(() => ProgramEntry.Read(new EntryReader(entry, 0), ""));
    }

    [Property]
    public void Any_bytes_are_read_or_refused_and_nothing_else(byte[] bytes)
    {
        ReadOrRefuse(() => ProgramEntry.Read(new EntryReader([1, .. bytes], 0), ""));
        ReadOrRefuse(() => ModelEntry.Read(new EntryReader(bytes, 0)));
    }

    private static void ReadOrRefuse(Action read)
    {
        try
        {
            read();
        }
        catch (InvalidDataException)
        {
            // Refused.
        }
    }

    private static EntryReader Reader(EntryWriter writer) => new(writer.Written.ToArray(), 0);

    private static SignatureProgram Program() => new(
        "f",
        [new ProgramTensor("x", DType.Float32, new TensorShape(-1, 2), 0)],
        [new ProgramTensor("y", DType.String, TensorShape.UnknownRank, 1)],
        [
            new ProgramConstant(2, new ConstantTensor(DType.Int32, [2], BitConverter.GetBytes(0x0000000200000001))),
            new ProgramConstant(3, new ConstantTensor([1], [new byte[] { 65 }])),
        ],
        [
            new OnnxImageStep(
                new OnnxImage([1, 2, 3], [new("x", DType.Float32)], [new("y", DType.Float32)], [new("w", "file", 0, 8, 1, [2])], "folder", IsRecurrent: true), [0], [1, -1]),
        ],
        4);
}
