using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Recurrence;

/// <summary>Whole sequences of TensorFlow 1's block LSTM (tensorflow/core/kernels/rnn/lstm_ops.cc), with all gates of all steps as outputs.</summary>
internal static class BlockLstmKernel
{
    private const int Outputs = 7;

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        // The gates of the first version stand in the order input, cell, forget, output; of the second input, forget, cell, output.
        table.Add("BlockLSTM", context => Run(context, cellAt: 1, forgetAt: 2, context.Attributes.Float("forget_bias", 1), context.Attributes.Float("cell_clip", 3)));
        table.Add("BlockLSTMV2", context => Run(context, cellAt: 2, forgetAt: 1, 0, context.Attributes.Float("cell_clip", 0)));
    }

    /// <summary>Inputs: the longest sequence, x [time, batch, inputs], cell and hidden state, weights, three peepholes, biases.</summary>
    private static void Run(KernelContext context, int cellAt, int forgetAt, double forgetBias, double clip)
    {
        HostTensor x = context.Input(1), state = context.Input(2), weights = context.Input(4);
        KernelContext.Require(x.Rank == 3 && state.Rank == 2 && weights.Rank == 2, $"x {x}, state {state} and weights {weights} do not fit");
        int time = (int)x.Shape[0], batch = (int)x.Shape[1], inputs = (int)x.Shape[2], units = (int)state.Shape[1];
        KernelContext.Require(weights.Shape.SequenceEqual([inputs + units, 4 * units]) && state.Shape[0] == batch, $"weights {weights} do not fit {inputs} inputs and {units} units");
        long steps = Math.Clamp(context.Integer(0), 0, time);
        double[] values = Numbers.ToDoubles(x), cell = Numbers.ToDoubles(state), hidden = Numbers.ToDoubles(context.Input(3)), w = Numbers.ToDoubles(weights), b = Numbers.ToDoubles(context.Input(8));
        bool peeping = context.Attributes.Bool("use_peephole", false);
        double[][] peepholes = [.. Enumerable.Range(5, 3).Select(i => peeping ? Numbers.ToDoubles(context.Input(i)) : new double[units])];
        KernelContext.Require(hidden.Length == batch * units && b.Length == 4 * units && Array.TrueForAll(peepholes, p => p.Length == units), "states, biases and peepholes must fit the units");
        double[][] outputs = [.. Enumerable.Range(0, Outputs).Select(_ => new double[time * batch * units])];
        var sums = new double[4 * units];
        for (int step = 0; step < steps; step++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            for (int row = 0; row < batch; row++)
            {
                b.CopyTo(sums, 0);
                Add(sums, values.AsSpan(((step * batch) + row) * inputs, inputs), w);
                Add(sums, hidden.AsSpan(row * units, units), w.AsSpan(inputs * 4 * units));
                for (int unit = 0; unit < units; unit++)
                {
                    int at = (row * units) + unit, to = (step * batch * units) + at;
                    double before = cell[at];
                    double input = Sigmoid(sums[unit] + (before * peepholes[0][unit]));
                    double forget = Sigmoid(sums[(forgetAt * units) + unit] + forgetBias + (before * peepholes[1][unit]));
                    double candidate = Math.Tanh(sums[(cellAt * units) + unit]);
                    double now = (candidate * input) + (before * forget);
                    now = clip > 0 ? Math.Clamp(now, -clip, clip) : now;
                    double output = Sigmoid(sums[(3 * units) + unit] + (now * peepholes[2][unit])), squashed = Math.Tanh(now);
                    ReadOnlySpan<double> all = [input, now, forget, output, candidate, squashed, squashed * output];
                    for (int i = 0; i < Outputs; i++)
                    {
                        outputs[i][to] = all[i];
                    }
                }
            }

            outputs[1].AsSpan(step * batch * units, batch * units).CopyTo(cell);
            outputs[6].AsSpan(step * batch * units, batch * units).CopyTo(hidden);
        }

        for (int i = 0; i < Outputs; i++)
        {
            if (context.IsWanted(i))
            {
                Numbers.Write(context.Allocate(i, x.DType, [time, batch, units]), outputs[i]);
            }
        }
    }

    private static void Add(Span<double> sums, ReadOnlySpan<double> row, ReadOnlySpan<double> matrix)
    {
        for (int i = 0; i < row.Length; i++)
        {
            ReadOnlySpan<double> weights = matrix.Slice(i * sums.Length, sums.Length);
            for (int j = 0; j < sums.Length; j++)
            {
                sums[j] += row[i] * weights[j];
            }
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
