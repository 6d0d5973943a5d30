using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>One step of TensorFlow 1's block cells (tensorflow/core/ops/rnn_ops.cc); whole sequences of them are a managed kernel.</summary>
internal static class RecurrentCellOps
{
    /// <summary>Inputs: x, the cell's and the hidden state before, weights, three peepholes, biases. The gates stand in the order input, cell, forget, output.</summary>
    [TfOp("LSTMBlockCell")]
    public static void Lstm(OpContext op)
    {
        OnnxValue before = op.Input(1), hidden = op.Input(2), weights = op.Input(3);
        OnnxValue sums = op.Add(op.Emit("MatMul", op.Concat(1, op.Input(0), hidden), weights), op.Input(7));
        OnnxValue[] parts = op.EmitMany("Split", 4, new OnnxAttributes { ["axis"] = 1L, ["num_outputs"] = 4L }, sums);
        OnnxValue bias = op.Scalar(sums.DType, op.Attributes.Float("forget_bias", 1));
        OnnxValue input = op.Emit("Sigmoid", Peeping(op, parts[0], before, 4));
        OnnxValue candidate = op.Emit("Tanh", parts[1]);
        OnnxValue forget = op.Emit("Sigmoid", Peeping(op, op.Add(parts[2], bias), before, 5));
        OnnxValue cell = op.Add(op.Mul(candidate, input), op.Mul(before, forget));
        if (op.Attributes.Float("cell_clip", 3) is > 0 and var clip)
        {
            cell = op.Emit("Clip", cell, op.Scalar(cell.DType, -clip), op.Scalar(cell.DType, clip));
        }

        OnnxValue output = op.Emit("Sigmoid", Peeping(op, parts[3], cell, 6)), squashed = op.Emit("Tanh", cell);
        OnnxValue[] outputs = [input, cell, forget, output, candidate, squashed, op.Mul(squashed, output)];
        for (int i = 0; i < outputs.Length; i++)
        {
            op.Output(i, outputs[i]);
        }
    }

    /// <summary>Inputs: x, the hidden state before, weights of reset and update, weights of the candidate, biases of both. The reset is applied before the product.</summary>
    [TfOp("GRUBlockCell")]
    public static void Gru(OpContext op)
    {
        OnnxValue x = op.Input(0), before = op.Input(1), one = op.Scalar(before.DType, 1);
        OnnxValue gates = op.Emit("Sigmoid", op.Add(op.Emit("MatMul", op.Concat(1, x, before), op.Input(2)), op.Input(4)));
        OnnxValue[] parts = op.EmitMany("Split", 2, new OnnxAttributes { ["axis"] = 1L, ["num_outputs"] = 2L }, gates);
        OnnxValue candidate = op.Emit("Tanh", op.Add(op.Emit("MatMul", op.Concat(1, x, op.Mul(before, parts[0])), op.Input(3)), op.Input(5)));
        op.Output(0, parts[0]);
        op.Output(1, parts[1]);
        op.Output(2, candidate);
        op.Output(3, op.Add(op.Mul(op.Sub(one, parts[1]), candidate), op.Mul(parts[1], before)));
    }

    private static OnnxValue Peeping(OpContext op, OnnxValue gate, OnnxValue cell, int weights) =>
        op.Attributes.Bool("use_peephole", false) ? op.Add(gate, op.Mul(cell, op.Input(weights))) : gate;
}
