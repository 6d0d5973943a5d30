using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.Onnx.Tests;

/// <summary>Looks into translated programs.</summary>
internal static class Programs
{
    public static IEnumerable<NodeProto> Nodes(SignatureProgram program) => program.Steps.OfType<OnnxStep>().SelectMany(s => Nodes(s.Model.Graph));

    /// <summary>The nodes of a graph and of the bodies in it.</summary>
    public static IEnumerable<NodeProto> Nodes(GraphProto graph) =>
        graph.Node.SelectMany(n => n.Attribute.Where(a => a.G is not null).SelectMany(a => Nodes(a.G!)).Prepend(n));
}
