using System.Runtime.InteropServices;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Calls;

// Not beside TelemetryTests: while somebody listens, calls allocate.
[Collection("Observed calls")]
public sealed class OnnxCallTests
{
    [Fact]
    public void A_call_gives_what_the_model_computes()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();

        Assert.Equal([11, 22, 33, 44], Add(engine, 2, [1, 2, 3, 4], [10, 20, 30, 40]));
    }

    [Fact]
    public void Inputs_and_outputs_stand_where_the_caller_put_them()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        using ModelCall call = engine.Prepare("add", ["y", "x"], ["sum"]).Rent();

        Write(call, 0, [1, 2], [10f, 20]);
        Write(call, 1, [1, 2], [1f, 2]);
        call.Run(TestContext.Current.CancellationToken);

        Assert.Equal([11f, 22], Read<float>(call, 0));
    }

    [Fact]
    public void Batch_sizes_may_change_from_call_to_call()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();

        foreach (int rows in (int[])[1, 7, 1, 2, 3, 4, 5, 6, 1000, 7, 0, 1])
        {
            float[] x = [.. Enumerable.Range(0, rows * 2).Select(i => (float)i)];
            Assert.Equal(x.Select(v => 2 * v), Add(engine, rows, x, x));
        }
    }

    [Fact]
    public void An_output_whose_shape_depends_on_values_has_the_shape_of_each_call()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.NonZero()).Load();
        SignatureRunner runner = engine.Prepare("nonzero", ["x"], ["positions"]);

        Assert.Equal([0, 2], NonZero(runner, [1, 0, 1]));
        Assert.Equal([1], NonZero(runner, [0, 1, 0]));
        Assert.Equal([], NonZero(runner, [0, 0, 0]));
        Assert.Equal([0, 1, 2], NonZero(runner, [1, 1, 1]));
    }

    [Fact]
    public void Strings_need_not_be_text()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Strings()).Load();
        byte[] noUtf8 = [0xFF, 0x00, 0xC3];

        IReadOnlyDictionary<string, ModelTensor> outputs = engine.Run(
            "strings",
            new Dictionary<string, ModelTensor> { ["text"] = ModelTensor.FromStrings([3], [noUtf8, default, Encoding.UTF8.GetBytes("größer")]) },
            TestContext.Current.CancellationToken);

        Assert.Equal(noUtf8, outputs["same"].Strings[0].ToArray());
        Assert.Empty(outputs["same"].Strings[1].ToArray());
        Assert.Equal("größer", Encoding.UTF8.GetString(outputs["same"].Strings[2].Span));
    }

    [Fact]
    public void A_call_after_the_first_of_its_shapes_allocates_nothing()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        SignatureRunner runner = engine.Prepare("add", ["x", "y"], ["sum"]);
        float[] x = [1, 2];
        float[] sum = new float[2];
        Call();

        // A collection on another thread takes the rest of this thread's allocation buffer, which then counts as allocated although nothing
        // was. A call that allocates shows in every round.
        long[] rounds = [.. Enumerable.Range(0, 20).Select(_ => Allocated())];

        Assert.Contains(0, rounds);

        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                Call();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Call()
        {
            using ModelCall call = runner.Rent();
            MemoryMarshal.AsBytes(x.AsSpan()).CopyTo(call.WriteInput(0, DType.Float32, [1, 2]));
            MemoryMarshal.AsBytes(x.AsSpan()).CopyTo(call.WriteInput(1, DType.Float32, [1, 2]));
            call.Run(CancellationToken.None);
            call.ReadOutput(0, DType.Float32).CopyTo(MemoryMarshal.AsBytes(sum.AsSpan()));
        }
    }

    [Fact]
    public void A_left_out_input_has_its_default()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add())
            .WithDefault("y", new TensorLiteral(new TensorShape(1, 2), new(["0.5", "-Infinity"]))).Load();
        using ModelCall call = engine.Prepare("add", ["x"], ["sum"]).Rent();

        Write(call, 0, [2, 2], [1f, 2, 3, 4]);
        call.Run(TestContext.Current.CancellationToken);

        Assert.Equal([1.5f, float.NegativeInfinity, 3.5f, float.NegativeInfinity], Read<float>(call, 0));
    }

    [Fact]
    public void A_failure_inside_the_model_names_model_and_signature()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();

        ModelCallException failure = Assert.Throws<ModelCallException>(() => Add(engine, 3, new float[6], new float[4], otherRows: 2));

        Assert.Contains("hand_made", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'add'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_failed_does_not_disturb_the_next()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        Add(engine, 3, new float[6], new float[6]);
        Assert.Throws<ModelCallException>(() => Add(engine, 3, new float[6], new float[4], otherRows: 2));

        Assert.Equal([2, 2], Add(engine, 1, [1, 1], [1, 1]));
    }

    internal static void Write<T>(ModelCall call, int index, ReadOnlySpan<nint> shape, T[] values)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(call.WriteInput(index, ElementType.Of<T>(), shape));

    internal static T[] Read<T>(ModelCall call, int index)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(call.ReadOutput(index, ElementType.Of<T>())).ToArray();

    private static float[] Add(OnnxModelEngine engine, int rows, float[] x, float[] y, int? otherRows = null)
    {
        using ModelCall call = engine.Prepare("add", ["x", "y"], ["sum"]).Rent();
        Write(call, 0, [rows, 2], x);
        Write(call, 1, [otherRows ?? rows, 2], y);
        call.Run(TestContext.Current.CancellationToken);
        return Read<float>(call, 0);
    }

    private static long[] NonZero(SignatureRunner runner, float[] x)
    {
        using ModelCall call = runner.Rent();
        Write(call, 0, [x.Length], x);
        call.Run(TestContext.Current.CancellationToken);
        long[] positions = Read<long>(call, 0);
        Assert.Equal([1, positions.Length], call.OutputShape(0).ToArray());
        return positions;
    }
}
