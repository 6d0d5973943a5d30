using KerasCompat.Onnx.Ops;
using KerasCompat.OnnxRuntime.Kernels;

namespace KerasCompat.Cli.Inspection;

/// <summary>A TensorFlow op that the default engine runs.</summary>
/// <param name="Name">The op.</param>
/// <param name="HasOnnxForm">Whether it becomes part of an ONNX graph.</param>
/// <param name="HasKernel">Whether a managed kernel runs it, beside or instead of ONNX.</param>
/// <param name="Note">What of its definition is not covered; empty where all of it is.</param>
internal sealed record SupportedOp(string Name, bool HasOnnxForm, bool HasKernel, string Note)
{
    /// <summary>Every op, sorted; read from the tables by which the engine itself goes.</summary>
    public static IReadOnlyList<SupportedOp> All()
    {
        var kernels = KernelTable.All.Ops.ToHashSet(StringComparer.Ordinal);
        IEnumerable<SupportedOp> translated = TfOpTable.Entries.Values
            .Select(entry => new SupportedOp(entry.Op, true, kernels.Contains(entry.Op), entry.Note));
        IEnumerable<SupportedOp> others = kernels
            .Where(op => !TfOpTable.Entries.ContainsKey(op))
            .Select(op => new SupportedOp(op, false, true, ""));
        return [.. translated.Concat(others).OrderBy(op => op.Name, StringComparer.Ordinal)];
    }
}
