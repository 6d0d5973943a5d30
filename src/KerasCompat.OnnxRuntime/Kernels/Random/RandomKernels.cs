using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Random;

/// <summary>
/// Random numbers that go on from call to call (tensorflow/core/ops/random_ops.cc). Each node of a loaded model has a stream of its own: that
/// of its seeds, as in TensorFlow, or another one with every load where it has none.
/// </summary>
internal static class RandomKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("RandomUniform", context => Fill(context, PhiloxFill.Uniform));
        table.Add("RandomStandardNormal", context => Fill(context, PhiloxFill.Normal));
        table.Add("TruncatedNormal", context => Fill(context, PhiloxFill.TruncatedNormal));
        table.Add("RandomUniformInt", Integers);
        table.Add("Multinomial", Multinomial);
        table.Add("RandomShuffle", Shuffle);
        table.Add("RandomGamma", context => Rejecting(context, RejectionSampling.Gamma, context.Input(1).DType));
        table.Add("RandomPoisson", context => Rejecting(context, RejectionSampling.Poisson, context.Input(1).DType));
        table.Add("RandomPoissonV2", context => Rejecting(context, RejectionSampling.Poisson, context.Attributes.Type("dtype", DType.Int64)));
        table.Add("NonDeterministicInts", context => System.Security.Cryptography.RandomNumberGenerator.Fill(
            context.Allocate(0, context.Attributes.Type("dtype", DType.Int64), KernelShapes.ToShape(context.Integers(0))).Bytes));
    }

    private static void Fill(KernelContext context, Action<HostTensor, Philox> fill)
    {
        HostTensor output = context.Allocate(0, context.Attributes.Type("dtype", DType.Float32), KernelShapes.ToShape(context.Integers(0)));
        fill(output, Take(context, (ulong)output.Count * PhiloxFill.ReservedPerOutput));
    }

    private static void Integers(KernelContext context)
    {
        HostTensor output = context.Allocate(0, context.Input(1).DType, KernelShapes.ToShape(context.Integers(0)));
        if (output.Count > 0)
        {
            PhiloxFill.Integers(output, Take(context, (ulong)output.Count * PhiloxFill.ReservedPerOutput), context.Integer(1), context.Integer(2));
        }
    }

    /// <summary>Draws classes with the probabilities of a softmax of the logits, by the inverse of their cumulated sum.</summary>
    private static void Multinomial(KernelContext context)
    {
        HostTensor logits = context.Input(0);
        KernelContext.Require(logits.Rank == 2, $"logits should be a matrix, got shape {KernelShapes.Write(logits.Shape)}");
        int rows = (int)logits.Shape[0], classes = (int)logits.Shape[1], samples = checked((int)context.Integer(1));
        KernelContext.Require(samples >= 0 && (classes > 0 || rows == 0), "num_samples should not be negative and there must be a class to draw");
        double[] values = Numbers.ToDoubles(logits), drawn = new double[rows * samples];
        HostTensor uniform = HostTensor.Allocate(DType.Float64, [drawn.Length]);
        PhiloxFill.Uniform(uniform, Take(context, (ulong)drawn.Length * PhiloxFill.ReservedPerOutput));
        var cumulated = new double[classes];
        for (int row = 0; row < rows; row++)
        {
            double max = double.NegativeInfinity, total = 0;
            foreach (double logit in values.AsSpan(row * classes, classes))
            {
                max = double.IsFinite(logit) ? Math.Max(max, logit) : max;
            }

            for (int k = 0; k < classes; k++)
            {
                double logit = values[(row * classes) + k];
                total += double.IsFinite(logit) ? Math.Exp(logit - max) : 0;
                cumulated[k] = total;
            }

            for (int i = 0; i < samples; i++)
            {
                double at = uniform.Values<double>()[(row * samples) + i] * total;
                int found = Array.FindIndex(cumulated, sum => sum > at);
                drawn[(row * samples) + i] = found < 0 ? classes - 1 : found;
            }
        }

        Numbers.Write(context.Allocate(0, context.Attributes.Type("output_dtype", DType.Int64), [rows, samples]), drawn);
    }

    /// <summary>Exchanges each row with one of those not behind it.</summary>
    private static void Shuffle(KernelContext context)
    {
        HostTensor input = context.Input(0);
        if (input.Rank == 0 || input.Shape[0] < 2)
        {
            context.SetOutput(0, input);
            return;
        }

        int rows = (int)input.Shape[0], inner = input.Count / rows;
        HostTensor picks = HostTensor.Allocate(DType.UInt32, [rows]);
        PhiloxFill.FullIntegers(picks, Take(context, (ulong)rows * PhiloxFill.ReservedPerOutput));
        int[] order = [.. Enumerable.Range(0, rows)];
        for (int i = 0; i < rows - 1; i++)
        {
            int other = i + (int)(picks.Values<uint>()[i] % (uint)(rows - i));
            (order[i], order[other]) = (order[other], order[i]);
        }

        HostTensor output = context.Allocate(0, input.DType, input.Shape);
        for (int i = 0; i < rows; i++)
        {
            HostTensor.Copy(input, order[i] * inner, output, i * inner, inner);
        }
    }

    /// <summary>So many numbers for each of the parameters.</summary>
    private static void Rejecting(KernelContext context, Action<HostTensor, HostTensor, Philox> fill, DType type)
    {
        HostTensor parameters = context.Input(1), output = context.Allocate(0, type, [.. KernelShapes.ToShape(context.Integers(0)), .. parameters.Shape]);
        fill(output, parameters, Take(context, (ulong)output.Count * PhiloxFill.ReservedPerOutput));
    }

    private static Philox Take(KernelContext context, ulong groups) =>
        context.Resources.GetOrCreate(context.Node, _ => RandomStream.Of(context.Attributes.Int("seed", 0), context.Attributes.Int("seed2", 0))).Take(groups);
}
