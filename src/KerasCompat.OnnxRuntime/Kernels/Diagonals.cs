namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>A range of diagonals of a matrix, and where each of their elements lies when they are stored as rows.</summary>
/// <param name="Lower">The lowest; negative below the main diagonal.</param>
/// <param name="Upper">The highest, which is stored first.</param>
/// <param name="SuperAtRight">Whether shorter diagonals above the main one end at the right.</param>
/// <param name="SubAtRight">Whether shorter diagonals below the main one end at the right.</param>
internal readonly record struct Diagonals(int Lower, int Upper, bool SuperAtRight, bool SubAtRight)
{
    public int Count => Upper - Lower + 1;

    /// <summary>The range in an input of one or two numbers; the main diagonal where the op has no such input. The first versions align left.</summary>
    public static Diagonals Of(KernelContext context, int input)
    {
        bool hasRange = input < context.InputCount;
        long[] range = hasRange ? context.Integers(input) : [0];
        KernelContext.Require(range.Length is 1 or 2 && range[0] <= range[^1], "k must be one diagonal, or the lower and the upper of a range");
        bool third = context.Node.Op.EndsWith("V3", StringComparison.Ordinal);
        string align = third ? context.Attributes.String("align", "RIGHT_LEFT") : "LEFT_LEFT";
        return new Diagonals((int)range[0], (int)range[^1], align.StartsWith("RIGHT", StringComparison.Ordinal), align.EndsWith("RIGHT", StringComparison.Ordinal));
    }

    public int Longest(int rows, int columns) => Math.Max(0, Math.Min(rows + Math.Min(Upper, 0), columns - Math.Max(Lower, 0)));

    /// <summary>The position in a matrix of each element, and its position among the stored diagonals.</summary>
    public IEnumerable<(int Matrix, int Place)> Places(int rows, int columns)
    {
        int longest = Longest(rows, columns);
        for (int k = Upper; k >= Lower; k--)
        {
            int length = Math.Min(rows + Math.Min(k, 0), columns - Math.Max(k, 0));
            bool right = k >= 0 ? SuperAtRight : SubAtRight;
            int start = ((Upper - k) * longest) + (right ? longest - length : 0);
            for (int i = 0; i < length; i++)
            {
                yield return (((i - Math.Min(k, 0)) * columns) + i + Math.Max(k, 0), start + i);
            }
        }
    }
}
