using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Einsum of one or two operands as transposes and one product of matrices, which ONNX Runtime computes fastest and fuses with what is
/// around it; everything else as ONNX' own Einsum.
/// </summary>
internal static class EinsumOps
{
    [TfOp("Einsum", "XlaEinsum")]
    public static void Einsum(OpContext op)
    {
        string text = op.Attributes.String("equation", "");
        OnnxValue[] operands = [.. Enumerable.Range(0, op.InputCount).Select(op.Input)];
        EinsumEquation.StateRanks(text, operands);
        var equation = EinsumEquation.Parse(text, [.. operands.Select(o => o.Rank)]);
        bool plain = equation is { HasRepeatedLabels: false } && operands.All(o => o.Rank is not null);
        op.Output(plain && operands.Length == 1 ? Single(op, new Operand(operands[0], equation!.Inputs[0]), equation.Output)
            : plain && operands.Length == 2 ? Pair(op, new Operand(operands[0], equation!.Inputs[0]), new Operand(operands[1], equation.Inputs[1]), equation.Output)
            : op.Emit("Einsum", new OnnxAttributes { ["equation"] = text }, operands));
    }

    /// <summary>The sum of products over what the result lacks, for operands whose axes have labels.</summary>
    internal static OnnxValue Product(OpContext op, OnnxValue left, string leftLabels, OnnxValue right, string rightLabels, string output) =>
        Pair(op, new Operand(left, leftLabels), new Operand(right, rightLabels), output);

    private static OnnxValue Single(OpContext op, Operand operand, string output)
    {
        Operand kept = Summed(op, operand, label => !output.Contains(label, StringComparison.Ordinal));
        return Arranged(op, kept, output);
    }

    private static OnnxValue Pair(OpContext op, Operand a, Operand b, string output)
    {
        a = Summed(op, a, label => !b.Has(label) && !output.Contains(label, StringComparison.Ordinal));
        b = Summed(op, b, label => !a.Has(label) && !output.Contains(label, StringComparison.Ordinal));
        string contracted = Of(a.Labels, label => b.Has(label) && !output.Contains(label, StringComparison.Ordinal));
        if (contracted.Length == 0)
        {
            return op.Mul(Broadcast(op, a, output), Broadcast(op, b, output));
        }

        string left = Of(output, label => a.Has(label) && !b.Has(label)), right = Of(output, label => b.Has(label) && !a.Has(label));
        if (left.Length > 0 && right.Length > 0 && output.IndexOf(right[0], StringComparison.Ordinal) < output.IndexOf(left[0], StringComparison.Ordinal))
        {
            (a, b, left, right) = (b, a, right, left);
        }

        return Product(op, a, b, Of(output, label => a.Has(label) && b.Has(label)), left, right, contracted, output);
    }

    private static OnnxValue Product(OpContext op, Operand a, Operand b, string batch, string left, string right, string contracted, string output)
    {
        var sizes = new Sizes(op, a, b);

        // A single matrix on the right takes any number of rows; with a batch, or without rows, they must be one axis.
        bool rows = batch.Length == 0 && left.Length > 0;
        OnnxValue x = Grouped(op, a, batch + left + contracted, [.. batch.Select(One), .. rows ? left.Select(One) : [left], contracted]);
        OnnxValue y = Grouped(op, b, batch + contracted + right, [.. batch.Select(One), contracted, right]);
        OnnxValue product = op.Emit("MatMul", x, y);
        if ((!rows && left.Length != 1) || right.Length != 1)
        {
            product = op.ReshapeTo(product, sizes.Of(batch + left + right));
        }

        return Arranged(op, new Operand(product, batch + left + right), output);
    }

    /// <summary>The operand's axes in the given order, with one axis for each group of them; an empty group is an axis of one.</summary>
    private static OnnxValue Grouped(OpContext op, Operand operand, string labels, string[] groups)
    {
        OnnxValue arranged = Arranged(op, operand, labels);
        return Array.TrueForAll(groups, g => g.Length == 1) ? arranged : op.ReshapeTo(arranged, op.Concat(0, [.. groups.Select(g => ProductOf(op, operand, g))]));
    }

    private static OnnxValue ProductOf(OpContext op, Operand operand, string labels)
    {
        OnnxValue product = op.Longs(1);
        foreach (char label in labels)
        {
            product = op.Mul(product, operand.Size(op, label));
        }

        return product;
    }

    private static string One(char label) => label.ToString();

    private static Operand Summed(OpContext op, Operand operand, Func<char, bool> dropped)
    {
        long[] axes = [.. Enumerable.Range(0, operand.Labels.Length).Where(i => dropped(operand.Labels[i])).Select(i => (long)i)];
        return axes.Length == 0 ? operand : new Operand(op.Reduce("ReduceSum", operand.Value, axes, keepDims: false), Of(operand.Labels, label => !dropped(label)));
    }

    private static OnnxValue Arranged(OpContext op, Operand operand, string labels) =>
        operand.Labels == labels ? operand.Value : op.Transpose(operand.Value, [.. labels.Select(label => (long)operand.Labels.IndexOf(label, StringComparison.Ordinal))]);

    /// <summary>The operand's axes in the order of the output, with axes of one for those it lacks.</summary>
    private static OnnxValue Broadcast(OpContext op, Operand operand, string output)
    {
        OnnxValue arranged = Arranged(op, operand, Of(output, operand.Has));
        return op.Unsqueeze(arranged, [.. Enumerable.Range(0, output.Length).Where(i => !operand.Has(output[i])).Select(i => (long)i)]);
    }

    private static string Of(string labels, Func<char, bool> wanted) => string.Concat(labels.Where(wanted));

    private readonly record struct Operand(OnnxValue Value, string Labels)
    {
        public bool Has(char label) => Labels.Contains(label, StringComparison.Ordinal);

        public OnnxValue Size(OpContext op, char label) => op.Slice(op.Shape(Value), Labels.IndexOf(label, StringComparison.Ordinal), 1);
    }

    /// <summary>The sizes of the labels; one that only the ellipsis of one operand widens is the other's.</summary>
    private sealed class Sizes(OpContext op, Operand a, Operand b)
    {
        public OnnxValue Of(string labels) => labels.Length == 0 ? op.Longs() : op.Concat(0, [.. labels.Select(One)]);

        private OnnxValue One(char label)
        {
            Operand owner = a.Has(label) ? a : b;
            OnnxValue size = owner.Size(op, label);
            if (!a.Has(label) || !b.Has(label) || !EinsumEquation.IsOfEllipsis(label))
            {
                return size;
            }

            Dim[] known = size.Elements!;
            return known[0].Is(1) ? b.Size(op, label)
                : known[0].IsKnown || b.Size(op, label).Elements![0].Is(1) ? size
                : op.Where(op.Emit("Equal", size, op.Longs(1)), b.Size(op, label), size);
        }
    }
}
