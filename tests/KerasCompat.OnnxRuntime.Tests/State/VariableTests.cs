using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Tests.Calls;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.OnnxRuntime.Tests.Kernels;

namespace KerasCompat.OnnxRuntime.Tests.State;

public sealed class VariableTests
{
    private const int Callers = 8;
    private const int CallsEach = 100;

    [Fact]
    public void A_variable_begins_with_its_value_in_the_checkpoint_and_keeps_what_calls_assign()
    {
        using OnnxModelEngine engine = Counter(initial: 40).Load();

        Assert.Equal(41, Count(engine));
        Assert.Equal(42, Count(engine));
    }

    [Fact]
    public void Each_loaded_model_has_variables_of_its_own()
    {
        using OnnxModelEngine one = Counter(initial: 0).Load();
        using OnnxModelEngine other = Counter(initial: 0).Load();

        Count(one);

        Assert.Equal(1, Count(other));
    }

    [Fact]
    public void Concurrent_calls_each_see_their_own_assignment()
    {
        using OnnxModelEngine engine = Counter(initial: 0).Load();
        long[] seen = new long[Callers * CallsEach];

        Parallel.For(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, caller =>
        {
            for (int i = 0; i < CallsEach; i++)
            {
                seen[(caller * CallsEach) + i] = Count(engine);
            }
        });

        Assert.Equal(Enumerable.Range(1, Callers * CallsEach).Select(i => (long)i), seen.Order());
    }

    [Fact]
    public void A_variable_without_a_value_is_a_failure_of_the_call()
    {
        using OnnxModelEngine engine = new HandMadeModel(CounterProgram()).Load();

        Assert.Throws<ModelCallException>(() => Count(engine));
    }

    [Fact]
    public void Initialisation_runs_once_before_the_first_call()
    {
        var initialization = new KernelPrograms("initialisation");
        int handle = initialization.Named("counter", "VarHandleOp", [], 1, []);
        initialization.Kernel("AssignVariableOp", [handle, initialization.Constant(KernelCase.Values([], 7L))], 0, []);
        using OnnxModelEngine engine = new HandMadeModel(CounterProgram()) { Initialization = initialization.Program() }.Load();

        Assert.Equal(8, Count(engine));
        Assert.Equal(9, Count(engine));
    }

    private static HandMadeModel Counter(long initial) =>
        new HandMadeModel(CounterProgram()).WithVariable("counter", KernelCase.Values([], initial));

    private static SignatureProgram CounterProgram()
    {
        var program = new KernelPrograms("count");
        int handle = program.Named("counter", "VarHandleOp", [], 1, []);
        program.Kernel("AssignAddVariableOp", [handle, program.Constant(KernelCase.Values([], 1L))], 0, []);
        int value = program.Kernel("ReadVariableOp", [handle]);
        return program.Output("count", DType.Int64, value).Program();
    }

    private static long Count(OnnxModelEngine engine)
    {
        using ModelCall call = engine.Prepare("count", [], ["count"]).Rent();
        call.Run(CancellationToken.None);
        return OnnxCallTests.Read<long>(call, 0)[0];
    }
}
