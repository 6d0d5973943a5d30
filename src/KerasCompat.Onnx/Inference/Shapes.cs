using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

/// <summary>Arithmetic on shapes of which some dimensions are symbols.</summary>
internal static class Shapes
{
    /// <summary>The shape of an elementwise op (ONNX multidirectional broadcasting).</summary>
    public static Dim[]? Broadcast(Dim[]? left, Dim[]? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        var result = new Dim[Math.Max(left.Length, right.Length)];
        for (int i = 0; i < result.Length; i++)
        {
            Dim a = At(left, i - (result.Length - left.Length));
            Dim b = At(right, i - (result.Length - right.Length));
            result[i] = a.Is(1) ? b : b.Is(1) || a == b ? a : a.IsKnown ? a : b.IsKnown ? b : Dim.Unknown();
        }

        return result;
    }

    public static Dim Multiply(Dim a, Dim b) =>
        a.IsKnown && b.IsKnown ? a.Value * b.Value : a.Is(1) ? b : b.Is(1) ? a : a.Is(0) || b.Is(0) ? 0 : Dim.Unknown();

    public static Dim Add(Dim a, Dim b) => a.IsKnown && b.IsKnown ? a.Value + b.Value : a.Is(0) ? b : b.Is(0) ? a : Dim.Unknown();

    public static Dim Product(ReadOnlySpan<Dim> dims)
    {
        Dim product = 1;
        foreach (Dim dim in dims)
        {
            product = Multiply(product, dim);
        }

        return product;
    }

    public static Dim[]? UnknownOfRank(int? rank)
    {
        if (rank is null)
        {
            return null;
        }

        var dims = new Dim[rank.Value];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = Dim.Unknown();
        }

        return dims;
    }

    /// <summary>What is known by either of two statements about the same shape.</summary>
    public static Dim[]? Merge(Dim[]? known, Dim[]? hint)
    {
        if (known is null || hint is null || known.Length != hint.Length)
        {
            return known ?? hint;
        }

        var merged = new Dim[known.Length];
        for (int i = 0; i < merged.Length; i++)
        {
            merged[i] = known[i].IsKnown || !hint[i].IsKnown ? known[i] : hint[i];
        }

        return merged;
    }

    /// <summary>The elements of a reshaped tensor's shape, with what -1 and 0 stand for filled in.</summary>
    public static Dim[] Reshape(Dim[]? input, Dim[] target, bool allowZero)
    {
        var result = (Dim[])target.Clone();
        int open = -1;
        for (int i = 0; i < result.Length; i++)
        {
            if (result[i].Is(0) && !allowZero)
            {
                result[i] = input is not null && i < input.Length ? input[i] : Dim.Unknown();
            }
            else if (result[i].Is(-1))
            {
                open = i;
            }
        }

        if (open >= 0)
        {
            result[open] = input is null ? Dim.Unknown() : Remaining(input, result, open);
        }

        return result;
    }

    /// <summary>Whether two shapes of equally many elements agree: all sizes but one agreeing is enough, as long as none of them is zero.</summary>
    public static bool SameIfEqualCount(Dim[] a, Dim[] b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        int open = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i].IsKnown && b[i].IsKnown ? a[i] != b[i] || a[i].Is(0) : a[i] != b[i] && ++open > 1)
            {
                return false;
            }
        }

        return true;
    }

    private static Dim Remaining(Dim[] input, Dim[] target, int open)
    {
        var left = new List<Dim>(input);
        long known = 1;
        for (int i = 0; i < target.Length; i++)
        {
            if (i == open)
            {
                continue;
            }

            if (target[i].IsKnown)
            {
                known *= target[i].Value;
            }
            else if (!left.Remove(target[i]))
            {
                return Dim.Unknown();
            }
        }

        var symbols = left.FindAll(d => !d.IsKnown);
        long product = 1;
        foreach (Dim dim in left)
        {
            product *= dim.IsKnown ? dim.Value : 1;
        }

        if (known <= 0 || product % known != 0)
        {
            return Dim.Unknown();
        }

        return symbols.Count == 0 ? product / known : symbols.Count == 1 && product == known ? symbols[0] : Dim.Unknown();
    }

    private static Dim At(Dim[] shape, int index) => index < 0 ? 1 : shape[index];
}
