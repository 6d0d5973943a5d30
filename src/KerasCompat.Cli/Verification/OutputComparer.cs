using System.Text;
using KerasCompat.Cli.Tensors;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Verification;

/// <summary>Compares what the model gave with what TensorFlow gave.</summary>
internal static class OutputComparer
{
    /// <summary>Compares an output: element type and shape exactly, floats within the tolerance, everything else exactly.</summary>
    public static OutputComparison Compare(NamedTensor recorded, ModelTensor actual, Tolerance tolerance)
    {
        ModelTensor expected = recorded.Value;
        if (expected.DType != actual.DType)
        {
            return Incomparable(recorded.Name, $"element type is {actual.DType.Name()} instead of {expected.DType.Name()}");
        }

        if (!expected.Shape.SequenceEqual(actual.Shape))
        {
            return Incomparable(recorded.Name, $"shape is {TensorElements.Describe(actual.Shape)} instead of {TensorElements.Describe(expected.Shape)}");
        }

        return expected.DType == DType.String ? CompareStrings(recorded.Name, expected, actual) : CompareNumbers(recorded.Name, expected, actual, tolerance);
    }

    /// <summary>An output whose elements cannot be compared.</summary>
    public static OutputComparison Incomparable(string name, string problem) => new(name, null, null, $"{Show.OneLine(name)}: {problem}");

    private static OutputComparison CompareStrings(string name, ModelTensor expected, ModelTensor actual)
    {
        int differing = 0;
        int first = -1;
        for (int i = 0; i < expected.Strings.Length; i++)
        {
            if (!expected.Strings[i].Span.SequenceEqual(actual.Strings[i].Span))
            {
                differing++;
                first = first < 0 ? i : first;
            }
        }

        return differing == 0
            ? new OutputComparison(name, 0, 0, null)
            : new OutputComparison(
                name,
                double.PositiveInfinity,
                double.PositiveInfinity,
                Differs(name, expected, differing, first, Quoted(expected.Strings[first]), Quoted(actual.Strings[first])));
    }

    private static OutputComparison CompareNumbers(string name, ModelTensor expected, ModelTensor actual, Tolerance tolerance)
    {
        bool isFloat = expected.DType.IsFloat();
        double maxAbsolute = 0;
        double maxRelative = 0;
        int differing = 0;
        int first = -1;
        int count = expected.Count;
        for (int i = 0; i < count; i++)
        {
            double wanted = expected.DoubleAt(i);
            double given = actual.DoubleAt(i);
            bool same = isFloat ? tolerance.Holds(wanted, given) : expected.IntegerAt(i) == actual.IntegerAt(i);
            double error = isFloat ? Distance(wanted, given) : (double)Int128.Abs(expected.IntegerAt(i) - actual.IntegerAt(i));
            maxAbsolute = Math.Max(maxAbsolute, error);
            if (wanted != 0 && error != 0)
            {
                maxRelative = Math.Max(maxRelative, double.IsFinite(wanted) ? error / Math.Abs(wanted) : double.PositiveInfinity);
            }

            if (!same)
            {
                differing++;
                first = first < 0 ? i : first;
            }
        }

        string? problem = differing == 0 ? null : Differs(name, expected, differing, first, Number(expected, first), Number(actual, first));
        return new OutputComparison(name, maxAbsolute, maxRelative, problem);
    }

    private static double Distance(double wanted, double given)
    {
        if (wanted == given || (double.IsNaN(wanted) && double.IsNaN(given)))
        {
            return 0;
        }

        double distance = Math.Abs(given - wanted);
        return double.IsNaN(distance) ? double.PositiveInfinity : distance;
    }

    private static string Differs(string name, ModelTensor expected, int differing, int first, string wanted, string given) =>
        $"{Show.OneLine(name)}: {Show.Invariant(differing)} of {Show.Invariant(expected.Count)} differ, first at {TensorElements.Position(expected.Shape, first)}: expected {wanted}, got {given}";

    private static string Number(ModelTensor tensor, int index) => tensor.DType switch
    {
        DType.Bool => tensor.IntegerAt(index) == 0 ? "false" : "true",
        DType.Float32 or DType.Float16 or DType.BFloat16 => Show.Invariant((float)tensor.DoubleAt(index)),
        DType.Float64 => Show.Invariant(tensor.DoubleAt(index)),
        _ => Show.Invariant(tensor.IntegerAt(index)),
    };

    private static string Quoted(ReadOnlyMemory<byte> text)
    {
        const int Longest = 40;
        string shown = Show.OneLine(Encoding.UTF8.GetString(text.Span[..Math.Min(text.Length, Longest)]));
        return $"\"{shown}\"{(text.Length > Longest ? "..." : "")}";
    }
}
