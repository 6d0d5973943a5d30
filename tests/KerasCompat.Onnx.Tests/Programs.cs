using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.Onnx.Tests;

/// <summary>Looks into translated programs.</summary>
internal static class Programs
{
    public static IEnumerable<NodeProto> Nodes(SignatureProgram program) => program.Steps.OfType<OnnxStep>().SelectMany(s => s.Model.Graph.Node);
}
