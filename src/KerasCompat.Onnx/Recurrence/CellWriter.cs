using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Ops;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>Writes a cell over a whole sequence as ONNX LSTM, GRU or RNN.</summary>
internal static class CellWriter
{
    /// <summary>Writes a cell.</summary>
    /// <param name="op">The loop's node.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="sequence">Its input [time, batch, features].</param>
    /// <param name="lengths">The length of each sequence, 32-bit; null where all are whole.</param>
    /// <param name="hidden">The hidden state that it begins with [batch, units].</param>
    /// <param name="memory">The state of an LSTM's cell that it begins with.</param>
    /// <returns>All hidden states [time, batch, units], the last one and an LSTM's last state [batch, units].</returns>
    public static (OnnxValue All, OnnxValue Hidden, OnnxValue? Memory) Write(
        OpContext op, Cell cell, OnnxValue sequence, OnnxValue? lengths, OnnxValue hidden, OnnxValue? memory)
    {
        OnnxValue? reversed = lengths is null ? Reversal.Source(op, sequence) : null;
        bool isLstm = cell.OpType == "LSTM";
        OnnxValue[] outputs = op.EmitMany(
            cell.OpType,
            isLstm ? 3 : 2,
            Attributes(cell, reversed is not null),
            reversed ?? sequence,
            Matrix(op, cell, gate => gate.Input),
            Matrix(op, cell, gate => gate.State),
            Biases(op, cell, sequence.DType),
            lengths,
            Initial(op, hidden),
            isLstm ? Initial(op, memory!) : null);
        OnnxValue all = op.Squeeze(outputs[0], 1);
        return (reversed is not null ? Reversal.Reverse(op, all) : all, op.Squeeze(outputs[1], 0), isLstm ? op.Squeeze(outputs[2], 0) : null);
    }

    private static OnnxAttributes Attributes(Cell cell, bool isReversed)
    {
        var attributes = new OnnxAttributes { ["hidden_size"] = cell.Units };
        if (isReversed)
        {
            attributes["direction"] = "reverse";
        }

        if (cell.ResetsAfter)
        {
            attributes["linear_before_reset"] = 1L;
        }

        string[] names = [.. cell.Activations.Select(a => a.Name)];
        string[] usual = cell.OpType switch { "LSTM" => ["Sigmoid", "Tanh", "Tanh"], "GRU" => ["Sigmoid", "Tanh"], _ => ["Tanh"] };
        if (!names.SequenceEqual(usual))
        {
            attributes["activations"] = names;
            AddParameters(attributes, "activation_alpha", cell.Activations.Select(a => a.Alpha));
            AddParameters(attributes, "activation_beta", cell.Activations.Select(a => a.Beta));
        }

        return attributes;
    }

    /// <summary>The parameters of those activations that have one, in their order.</summary>
    private static void AddParameters(OnnxAttributes attributes, string name, IEnumerable<float?> values)
    {
        float[] given = [.. values.OfType<float>()];
        if (given.Length > 0)
        {
            attributes[name] = given;
        }
    }

    /// <summary>[1, gates * units, inputs].</summary>
    private static OnnxValue Matrix(OpContext op, Cell cell, Func<Gate, Block> block)
    {
        OnnxValue?[] parts = [.. cell.Gates.Select(gate => op.Transpose(Cut(op, block(gate)), 1, 0))];
        return op.Unsqueeze(op.Concat(0, parts), 0);
    }

    /// <summary>[1, 2 * gates * units]: what is added to the input's product, then what is added to the state's.</summary>
    private static OnnxValue? Biases(OpContext op, Cell cell, DType dtype)
    {
        if (cell.Gates.All(gate => gate.InputBiases.Count + gate.StateBiases.Count == 0))
        {
            return null;
        }

        OnnxValue?[] parts =
        [
            .. cell.Gates.Select(gate => Sum(op, gate.InputBiases, cell.Units, dtype)),
            .. cell.Gates.Select(gate => Sum(op, gate.StateBiases, cell.Units, dtype)),
        ];
        return op.Unsqueeze(op.Concat(0, parts), 0);
    }

    private static OnnxValue Sum(OpContext op, IReadOnlyList<Block> biases, long units, DType dtype)
    {
        OnnxValue? sum = null;
        foreach (Block bias in biases)
        {
            OnnxValue part = bias.Value.Rank == 0 ? op.Expand(bias.Value, op.Longs(units)) : op.Slice(bias.Value, bias.Column, bias.Columns);
            sum = sum is null ? part : op.Add(sum, part);
        }

        return sum ?? op.Fill(op.Longs(units), dtype, 0);
    }

    private static OnnxValue Cut(OpContext op, Block block) => op.Slice(
        block.Value, [block.Row, block.Column], [block.Row + block.Rows, block.Column + block.Columns], [0, 1]);

    /// <summary>ONNX begins with zeros by itself.</summary>
    private static OnnxValue? Initial(OpContext op, OnnxValue state) => IsZero(state) ? null : op.Unsqueeze(state, 0);

    private static bool IsZero(OnnxValue value)
    {
        while (value.Producer is { OpType: "Expand" or "Reshape" or "Unsqueeze" or "Squeeze", Inputs: [{ } shaped, ..] })
        {
            value = shaped;
        }

        return value switch
        {
            { Constant: { } constant } => IsZero(constant),
            { Producer: { OpType: "ConstantOfShape" } fill } => !fill.Attributes.TryGetValue("value", out object? filled) || (filled is ConstantTensor with && IsZero(with)),
            _ => false,
        };
    }

    private static bool IsZero(ConstantTensor constant) => !constant.Bytes.Span.ContainsAnyExcept((byte)0);
}
