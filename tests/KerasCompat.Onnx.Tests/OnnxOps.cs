using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.Onnx.Tests;

/// <summary>The ONNX ops that a program consists of.</summary>
internal static class OnnxOps
{
    /// <summary>The op types, bodies included.</summary>
    public static IReadOnlyList<string> Of(SignatureProgram program) => [.. program.Steps.OfType<OnnxStep>().SelectMany(s => Of(s.Model.Graph))];

    private static IEnumerable<string> Of(GraphProto graph) =>
        graph.Node.SelectMany(n => n.Attribute.Where(a => a.G is not null).SelectMany(a => Of(a.G!)).Prepend(n.OpType));
}
