using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>Which functions an op of TensorFlow 2's control flow calls.</summary>
internal static class ControlFlow
{
    /// <summary>Whether a node is a loop or chooses between branches, in any of TensorFlow's ways to say so.</summary>
    public static bool Is(TfNode node) =>
        node.Op is "While" or "StatelessWhile" or "XlaWhile" or "If" or "StatelessIf" or "XlaIf" or "Case" or "StatelessCase";

    /// <summary>The functions in the order of the op's attributes; empty for every other op.</summary>
    public static IReadOnlyList<string> Functions(TfNode node) => node.Op switch
    {
        "While" or "StatelessWhile" or "XlaWhile" => Named(node, "cond", "body"),
        "If" or "StatelessIf" or "XlaIf" => Named(node, "then_branch", "else_branch"),
        "Case" or "StatelessCase" => node.Attributes.Functions("branches"),
        "XlaReduce" or "XlaVariadicReduce" or "XlaVariadicReduceV2" => Named(node, "reducer"),
        "XlaReduceWindow" => Named(node, "computation"),
        "XlaScatter" => Named(node, "update_computation"),
        "XlaVariadicSort" => Named(node, "comparator"),
        _ => [],
    };

    private static string[] Named(TfNode node, params string[] attributes) => [.. attributes.Select(a => node.Attributes.Function(a) ?? "")];
}
