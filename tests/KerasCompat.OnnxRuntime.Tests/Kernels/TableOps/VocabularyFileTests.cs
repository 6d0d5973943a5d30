using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TableOps;

/// <summary>tensorflow/core/kernels/lookup_util.cc: what the lines of a vocabulary are.</summary>
public sealed class VocabularyFileTests : IDisposable
{
    private const int WholeLine = -2;
    private const int LineNumber = -1;

    private readonly string _folder = Directory.CreateTempSubdirectory("vocabulary").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a\nb\n")]
    [InlineData("a\nb")]
    [InlineData("a\r\nb\r\n")]
    public void A_line_is_a_key_and_its_number_the_value(string content) =>
        Assert.Equal([1L, 0, -1], Look(content, ["b", "a", "c"], WholeLine, LineNumber));

    [Fact]
    public void The_offset_is_added_to_the_number_of_the_line() =>
        Assert.Equal([5L, 6], Look("a\nb\n", ["a", "b"], WholeLine, LineNumber, ("offset", Int(5))));

    [Fact]
    public void Keys_and_values_may_be_columns() =>
        Assert.Equal([20L, 10], Look("x,a,10\ny,b,20\n", ["b", "a"], 1, 2, ("delimiter", Text(","))));

    [Fact]
    public void Lines_beyond_the_size_are_left_out() =>
        Assert.Equal([0L, -1], Look("a\nb\n", ["a", "b"], WholeLine, LineNumber, ("vocab_size", Int(1))));

    [Theory]
    [InlineData("a\n", WholeLine, LineNumber, 2)]
    [InlineData("a\n\nb\n", WholeLine, LineNumber, -1)]
    [InlineData("a\n", 0, 1, -1)]
    [InlineData("a\tx\n", 0, 1, -1)]
    [InlineData("a\t1\na\t2\n", 0, 1, -1)]
    public void A_file_that_is_not_what_the_table_wants_is_refused(string content, int key, int value, int size) =>
        Assert.Throws<ModelCallException>(() => Look(content, ["a"], key, value, ("vocab_size", Int(size))));

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("missing.txt")]
    public void A_file_that_is_not_the_models_own_is_refused(string name) =>
        Assert.Throws<ModelCallException>(() => LookIn(Path.Combine(_folder, name), ["a"], WholeLine, LineNumber, []));

    [Fact]
    public void A_file_that_cannot_be_read_is_named_when_the_model_is_initialised()
    {
        using FileStream held = new(Path.Combine(_folder, "words.txt"), FileMode.Create, FileAccess.Write, FileShare.None);
        var filling = new KernelPrograms("initialize");
        filling.Kernel("InitializeTableFromTextFileV2", [Table(filling), filling.Constant(Strings([], held.Name))], 0, [], ("key_index", Int(WholeLine)), ("value_index", Int(LineNumber)));
        var program = new KernelPrograms("look");
        int found = program.Kernel("LookupTableFindV2", [Table(program), program.Constant(Strings([1], "a")), program.Constant(Values([], -1L))]);
        using OnnxModelEngine engine = new HandMadeModel(program.Output("found", DType.Int64, found).Program()) { Path = _folder, Initialization = filling.Program() }.Load();

        ModelFormatException error = Assert.Throws<ModelFormatException>(() => engine.Run("look"));

        Assert.Equal(held.Name, error.Path);
    }

    private static int Table(KernelPrograms program) =>
        program.Named("table", "HashTableV2", [], 1, [], ("key_dtype", Type(DType.String)), ("value_dtype", Type(DType.Int64)));

    private long[] Look(string content, string[] keys, int key, int value, params (string Name, Testing.TensorFlow.AttrValue Value)[] attributes)
    {
        string file = Path.Combine(_folder, "words.txt");
        File.WriteAllText(file, content);
        return LookIn(file, keys, key, value, attributes);
    }

    private long[] LookIn(string file, string[] keys, int key, int value, (string Name, Testing.TensorFlow.AttrValue Value)[] attributes)
    {
        var program = new KernelPrograms("look");
        int table = Table(program);
        program.Kernel(
            "InitializeTableFromTextFileV2", [table, program.Constant(Strings([], file))], 0, [], [("key_index", Int(key)), ("value_index", Int(value)), .. attributes]);
        int found = program.Kernel("LookupTableFindV2", [table, program.Constant(Strings([keys.Length], keys)), program.Constant(Values([], -1L))], 1, []);
        using OnnxModelEngine engine = new HandMadeModel(program.Output("found", DType.Int64, found).Program()) { Path = _folder }.Load();
        return engine.Run("look")["found"].Values<long>().ToArray();
    }
}
