using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Ops;
using KerasCompat.OnnxRuntime.Kernels;

namespace KerasCompat.Cli.Inspection;

/// <summary>A TensorFlow op that the default engine runs.</summary>
/// <param name="Name">The op.</param>
/// <param name="HasOnnxForm">Whether it becomes part of an ONNX graph.</param>
/// <param name="HasKernel">Whether a managed kernel runs it, beside or instead of ONNX.</param>
/// <param name="IsResolved">Whether the translator resolves it, so that nothing of it is left to run.</param>
/// <param name="Note">What of its definition is not covered; empty where all of it is.</param>
internal sealed record SupportedOp(string Name, bool HasOnnxForm, bool HasKernel, bool IsResolved, string Note)
{
    /// <summary>Every op, sorted; read from the tables by which the engine itself goes.</summary>
    public static IReadOnlyList<SupportedOp> All()
    {
        var kernels = KernelTable.All.Ops.ToHashSet(StringComparer.Ordinal);
        var resolved = StructuralOps.All.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. TfOpTable.Ops.Concat(kernels).Concat(resolved).Distinct().Order(StringComparer.Ordinal).Select(op => new SupportedOp(
                op,
                TfOpTable.Find(op) is not null,
                kernels.Contains(op),
                resolved.Contains(op),
                TfOpTable.Find(op)?.Note ?? "")),
        ];
    }
}
