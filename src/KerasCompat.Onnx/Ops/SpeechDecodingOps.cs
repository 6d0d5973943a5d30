using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Decoding of connectionist temporal classification, as recognisers of text and speech end (tensorflow/core/kernels/ctc_decoder_ops.cc).</summary>
internal static class SpeechDecodingOps
{
    /// <summary>
    /// Inputs: logits [time, batch, classes] and the lengths. The best class of each step, without blanks and, if asked for, repetitions, as a
    /// sparse tensor; and the negated sum of the best logits.
    /// </summary>
    [TfOp("CTCGreedyDecoder")]
    public static void CtcGreedyDecoder(OpContext op)
    {
        OnnxValue logits = op.Transpose(op.Input(0), 1, 0, 2), lengths = op.Unsqueeze(op.Cast(op.Input(1), DType.Int64), 1), zero = op.Long(0), one = op.Long(1);
        OnnxValue best = op.Emit("ArgMax", new OnnxAttributes { ["axis"] = 2L, ["keepdims"] = 0L }, logits);
        OnnxValue score = op.Reduce("ReduceMax", logits, [2], keepDims: false);
        OnnxValue steps = op.Size(best, 1);
        OnnxValue within = op.Emit("Less", op.Unsqueeze(op.Emit("Range", zero, steps, one), 0), lengths);
        long blankIndex = op.Attributes.Int("blank_index", -1);
        OnnxValue blank = blankIndex < 0 ? op.Add(op.Size(logits, 2), op.Long(blankIndex)) : op.Long(blankIndex);
        OnnxValue kept = op.Emit("And", within, op.Emit("Not", op.Emit("Equal", best, blank)));
        if (op.Attributes.Bool("merge_repeated", false))
        {
            OnnxValue shifted = op.Emit("Pad", best, op.Longs(0, 1, 0, -1), op.Long(-1));
            kept = op.Emit("And", kept, op.Emit("Not", op.Emit("Equal", best, shifted)));
        }

        OnnxValue counted = op.Cast(kept, DType.Int64), places = op.Sub(op.Emit("CumSum", counted, one), one);
        OnnxValue found = op.Transpose(op.Emit("NonZero", kept), 1, 0);
        OnnxValue rows = op.Slice(found, [0], [1], [1]);
        OnnxValue columns = op.Unsqueeze(op.Emit("GatherND", places, found), 1);
        OnnxValue longest = op.Emit("ReduceMax", new OnnxAttributes { ["keepdims"] = 0L }, op.Concat(0, op.Longs(0), op.Reduce("ReduceSum", counted, [1], keepDims: false)));
        op.Output(0, op.Concat(1, rows, columns));
        op.Output(1, op.Emit("GatherND", best, found));
        op.Output(2, op.Concat(0, op.Slice(op.Shape(best), 0, 1), op.Unsqueeze(longest, 0)));
        OnnxValue sum = op.Reduce("ReduceSum", op.Where(within, score, op.Scalar(score.DType, 0)), [1], keepDims: true);
        op.Output(3, op.Emit("Neg", sum));
    }
}
