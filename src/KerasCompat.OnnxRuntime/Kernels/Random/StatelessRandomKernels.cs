using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Variables;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Kernels.Random;

/// <summary>Random numbers that follow from their seed (tensorflow/core/ops/stateless_random_ops.cc, stateless_random_ops_v2.cc): TensorFlow's own.</summary>
internal static class StatelessRandomKernels
{
    // tensorflow/core/framework/rng_alg.h
    private const int PhiloxAlgorithm = 1;

    // tensorflow/core/kernels/stateless_random_ops.cc, GenerateKey: the key under which a seed is scrambled.
    private const ulong ScramblingKey = 0x02461E29_3EC8F720;

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        Add(table, "StatelessRandomUniform", (_, output, random) => PhiloxFill.Uniform(output, random));
        Add(table, "StatelessRandomNormal", (_, output, random) => PhiloxFill.Normal(output, random));
        Add(table, "StatelessTruncatedNormal", (_, output, random) => PhiloxFill.TruncatedNormal(output, random));
        Add(table, "StatelessRandomUniformFullInt", (_, output, random) => PhiloxFill.FullIntegers(output, random));
        table.Add("StatelessRandomUniformInt", context => Integers(context, FromSeed(context, 1), 2));
        table.Add("StatelessRandomUniformIntV2", context => Integers(context, FromKey(context), 4));
        table.Add("StatelessRandomGammaV2", context => RejectionSampling.Gamma(Output(context), context.Input(2), FromSeed(context, 1)));
        table.Add("StatelessRandomGammaV3", context => RejectionSampling.Gamma(Output(context), context.Input(4), FromKey(context)));
        table.Add("StatelessRandomPoisson", context => RejectionSampling.Poisson(Output(context), context.Input(2), FromSeed(context, 1)));
        table.Add("StatelessMultinomial", context => Multinomial(context, FromSeed(context, 2)));
        table.Add("StatefulUniform", context => PhiloxFill.Uniform(StatefulOutput(context, DType.Float32), Take(context)));
        table.Add("StatefulStandardNormal", context => PhiloxFill.Normal(StatefulOutput(context, DType.Float32), Take(context)));
        table.Add("StatefulStandardNormalV2", context => PhiloxFill.Normal(StatefulOutput(context, DType.Float32), Take(context)));
        table.Add("StatefulTruncatedNormal", context => PhiloxFill.TruncatedNormal(StatefulOutput(context, DType.Float32), Take(context)));
        table.Add("StatefulUniformFullInt", context => PhiloxFill.FullIntegers(StatefulOutput(context, DType.UInt64), Take(context)));
        table.Add("StatefulUniformInt", context => PhiloxFill.Integers(StatefulOutput(context, DType.Int64), Take(context), context.Integer(3), context.Integer(4)));
        table.Add("StatelessRandomGetKeyCounter", KeyAndCounter);
        table.Add("StatelessRandomGetKeyCounterAlg", KeyAndCounter);
        table.Add("RngReadAndSkip", context => context.SetOutput(0, ReadAndSkip(context)));
        table.Add("RngSkip", context => ReadAndSkip(context));
        table.Add("StatelessRandomGetAlg", context => context.Allocate(0, DType.Int32, []).Values<int>()[0] = PhiloxAlgorithm);
    }

    private static void Add(KernelTable table, string op, Action<KernelContext, HostTensor, Philox> fill)
    {
        table.Add(op, context => fill(context, Output(context), FromSeed(context, 1)));
        table.Add(op + "V2", context => fill(context, Output(context), FromKey(context)));
    }

    private static HostTensor Output(KernelContext context) =>
        context.Allocate(0, context.Attributes.Type("dtype", DType.Float32), KernelShapes.ToShape(context.Integers(0)));

    private static void Integers(KernelContext context, Philox random, int bounds)
    {
        HostTensor output = Output(context);
        if (output.Count > 0)
        {
            PhiloxFill.Integers(output, random, context.Integer(bounds), context.Integer(bounds + 1));
        }
    }

    /// <summary>Inputs of ops on a generator's state: the state, the algorithm, the shape.</summary>
    private static HostTensor StatefulOutput(KernelContext context, DType usual) => context.Allocate(
        0, context.InputCount > 3 ? context.Input(3).DType : context.Attributes.Type("dtype", usual), KernelShapes.ToShape(context.Integers(context.Node.Op == "StatefulStandardNormal" ? 1 : 2)));

    /// <summary>Where the generator stood; it goes on by what the output takes.</summary>
    private static Philox Take(KernelContext context)
    {
        long count = context.Integers(context.Node.Op == "StatefulStandardNormal" ? 1 : 2).Aggregate(1L, (product, size) => checked(product * size));
        Span<long> state = Advance(VariableKernels.VariableOf(context), (ulong)count).Values<long>();
        return new Philox((ulong)state[2], new UInt128((ulong)state[1], (ulong)state[0]));
    }

    /// <summary>Draws classes by the inverse of their cumulated probabilities (tensorflow/core/kernels/multinomial_op.cc).</summary>
    private static void Multinomial(KernelContext context, Philox random)
    {
        HostTensor logits = context.Input(0);
        KernelContext.Require(logits.Rank == 2, $"logits should be a matrix, got shape {KernelShapes.Write(logits.Shape)}");
        int rows = (int)logits.Shape[0], classes = (int)logits.Shape[1], samples = checked((int)context.Integer(1));
        KernelContext.Require(samples >= 0 && (classes > 0 || rows == 0), "num_samples should not be negative and there must be a class to draw");
        double[] values = Mathematics.Numbers.ToDoubles(logits), drawn = new double[rows * samples], cumulated = new double[classes];
        var pending = new Queue<double>();
        for (int i = 0; i < drawn.Length; i++)
        {
            if (i % samples == 0)
            {
                Cumulate(values.AsSpan(i / samples * classes, classes), cumulated);
            }

            if (!pending.TryDequeue(out double uniform))
            {
                (uint a, uint b, uint c, uint d) = random.Next();
                uniform = PhiloxFill.ToDouble(a, b);
                pending.Enqueue(PhiloxFill.ToDouble(c, d));
            }

            double at = uniform * cumulated[^1];
            int found = Array.FindIndex(cumulated, sum => sum > at);
            drawn[i] = found < 0 ? classes : found;
        }

        Mathematics.Numbers.Write(context.Allocate(0, context.Attributes.Type("output_dtype", DType.Int64), [rows, samples]), drawn);
    }

    private static void Cumulate(ReadOnlySpan<double> logits, Span<double> cumulated)
    {
        double max = double.NegativeInfinity, total = 0;
        foreach (double logit in logits)
        {
            max = double.IsFinite(logit) ? Math.Max(max, logit) : max;
        }

        for (int i = 0; i < logits.Length; i++)
        {
            total += double.IsFinite(logits[i]) ? Math.Exp(logits[i] - max) : 0;
            cumulated[i] = total;
        }
    }

    private static Philox FromSeed(KernelContext context, int input)
    {
        long[] seed = context.Integers(input);
        KernelContext.Require(seed.Length == 2, $"seed must have shape [2], not {KernelShapes.Write(context.Input(input).Shape)}");
        var scrambler = new Philox(ScramblingKey, new UInt128((ulong)seed[1], (ulong)seed[0]));
        (uint a, uint b, uint c, uint d) = scrambler.Next();
        return new Philox(a | ((ulong)b << 32), new UInt128(c | ((ulong)d << 32), 0));
    }

    private static Philox FromKey(KernelContext context)
    {
        KernelContext.Require(context.Integer(3) is PhiloxAlgorithm or 3, "only the Philox algorithm runs on a CPU");
        Span<ulong> key = context.Input(1).Values<ulong>(), counter = context.Input(2).Values<ulong>();
        KernelContext.Require(key.Length == 1 && counter.Length >= 2, "the key must have shape [1] and the counter shape [2]");
        return new Philox(key[0], new UInt128(counter[1], counter[0]));
    }

    private static void KeyAndCounter(KernelContext context)
    {
        Philox random = FromSeed(context, 0);
        context.Allocate(0, DType.UInt64, [1]).Values<ulong>()[0] = random.Key;
        Span<ulong> counter = context.Allocate(1, DType.UInt64, [2]).Values<ulong>();
        counter[0] = (ulong)random.Counter;
        counter[1] = (ulong)(random.Counter >> 64);
        if (context.OutputCount > 2)
        {
            context.Allocate(2, DType.Int32, []).Values<int>()[0] = PhiloxAlgorithm;
        }
    }

    /// <summary>
    /// The state of a tf.random.Generator before so many results are taken from it: its counter, two numbers, and its key
    /// (tensorflow/core/kernels/stateful_random_ops.cc).
    /// </summary>
    private static HostTensor ReadAndSkip(KernelContext context) => Advance(VariableKernels.VariableOf(context), (ulong)context.Integer(2));

    private static HostTensor Advance(Variable variable, ulong count)
    {
        HostTensor before = variable.Value;
        variable.Update(count, static (state, results) =>
        {
            KernelContext.Require(state.DType == DType.Int64 && state.Count >= 3, $"the state must be int64 of 2 numbers and a key, got {state}");
            HostTensor after = state.Clone();
            Span<long> numbers = after.Values<long>();
            UInt128 counter = new UInt128((ulong)numbers[1], (ulong)numbers[0]) + (UInt128)(results * PhiloxFill.ReservedPerOutput);
            numbers[0] = (long)(ulong)counter;
            numbers[1] = (long)(ulong)(counter >> 64);
            return after;
        });
        return before;
    }
}
