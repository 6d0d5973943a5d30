using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Ops;

/// <summary>The equation of an Einsum with a label for every axis, those of the ellipsis included.</summary>
/// <param name="Inputs">The labels of each operand's axes.</param>
/// <param name="Output">The labels of the result's axes.</param>
internal sealed record EinsumEquation(IReadOnlyList<string> Inputs, string Output)
{
    // Not letters, so that they meet no label of the equation.
    private const char FirstOfEllipsis = '\u2460';
    private const string Ellipsis = "...";

    /// <summary>Whether a label is one that the ellipsis stands for: only those broadcast.</summary>
    public static bool IsOfEllipsis(char label) => label >= FirstOfEllipsis;

    /// <summary>Whether an operand names an axis twice, which asks for its diagonal.</summary>
    public bool HasRepeatedLabels => Inputs.Any(i => i.Distinct().Count() != i.Length) || Output.Distinct().Count() != Output.Length;

    /// <summary>An operand without an ellipsis has as many axes as labels, whatever was known of it.</summary>
    public static void StateRanks(string text, OnnxValue[] operands)
    {
        string[] terms = text.Replace(" ", "", StringComparison.Ordinal).Split("->")[0].Split(',');
        for (int i = 0; i < terms.Length && i < operands.Length; i++)
        {
            if (!terms[i].Contains(Ellipsis, StringComparison.Ordinal))
            {
                operands[i].Shape ??= Shapes.UnknownOfRank(terms[i].Length);
            }
        }
    }

    /// <summary>Reads an equation, for operands of the given ranks (tensorflow/core/util/einsum_op_util.cc); null where they do not fit.</summary>
    /// <param name="text">As in <c>...ij,jk->...ik</c>.</param>
    /// <param name="ranks">The rank of each operand; null where it is not known, which only an operand without ellipsis can do without.</param>
    public static EinsumEquation? Parse(string text, IReadOnlyList<int?> ranks)
    {
        string equation = text.Replace(" ", "", StringComparison.Ordinal);
        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? equation : equation[..arrow]).Split(',');
        if (terms.Length != ranks.Count)
        {
            return null;
        }

        int widest = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            bool open = terms[i].Contains(Ellipsis, StringComparison.Ordinal);
            int named = terms[i].Length - (open ? Ellipsis.Length : 0);
            if (ranks[i] is { } rank ? (open ? rank < named : rank != named) : open)
            {
                return null;
            }

            widest = open ? Math.Max(widest, ranks[i]!.Value - named) : widest;
        }

        string[] inputs = [.. terms.Select((term, i) => Expand(term, (ranks[i] ?? 0) - (term.Length - Ellipsis.Length), widest))];
        string output = arrow < 0 ? Implicit(inputs, widest) : Expand(equation[(arrow + 2)..], widest, widest);
        return new EinsumEquation(inputs, output);
    }

    private static string Expand(string term, int count, int widest) => term.Contains(Ellipsis, StringComparison.Ordinal)
        ? term.Replace(Ellipsis, string.Concat(Enumerable.Range(widest - count, count).Select(i => (char)(FirstOfEllipsis + i))), StringComparison.Ordinal)
        : term;

    /// <summary>Without an arrow: the ellipsis, then what occurs once, in alphabetical order.</summary>
    private static string Implicit(string[] inputs, int widest) =>
        Expand(Ellipsis, widest, widest) + string.Concat(string.Concat(inputs).GroupBy(c => c).Where(g => g.Count() == 1 && g.Key < FirstOfEllipsis).Select(g => g.Key).Order());
}
