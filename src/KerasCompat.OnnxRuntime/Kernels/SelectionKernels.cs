using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Ops that compare or choose elements, for any element type (tensorflow/core/kernels/cwise_op_select.cc, where_op.cc).</summary>
internal static class SelectionKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Select", Select);
        table.Add("SelectV2", SelectV2);
        table.Add("Equal", context => Compare(context, wanted: true));
        table.Add("NotEqual", context => Compare(context, wanted: false));
        table.Add("Where", Where);
    }

    /// <summary>Whether an element is not its type's zero; an empty string is one.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="index">The position of the element.</param>
    public static bool IsTrue(HostTensor tensor, int index)
    {
        if (tensor.IsString)
        {
            return !tensor.Strings[index].IsEmpty;
        }

        return tensor.DType switch
        {
            // Minus zero has a bit set and is zero all the same.
            DType.Float32 => tensor.Values<float>()[index] != 0,
            DType.Float64 => tensor.Values<double>()[index] != 0,
            DType.Float16 => tensor.Values<Half>()[index] != Half.Zero,
            DType.BFloat16 => (tensor.Values<ushort>()[index] & 0x7FFF) != 0,
            DType.Complex64 => tensor.Values<(float Real, float Imaginary)>()[index] is not (0, 0),
            DType.Complex128 => tensor.Values<Complex>()[index] != Complex.Zero,
            _ => tensor.Bytes.Slice(index * tensor.DType.Size(), tensor.DType.Size()).ContainsAnyExcept((byte)0),
        };
    }

    private static void Select(KernelContext context)
    {
        HostTensor condition = context.Input(0);
        HostTensor then = context.Input(1);
        HostTensor otherwise = context.Input(2);
        KernelContext.Require(
            then.Shape.SequenceEqual(otherwise.Shape), $"'then' and 'else' must have the same size, got {then} and {otherwise}");
        bool perRow = condition.Rank == 1 && then.Rank > 1;
        KernelContext.Require(
            condition.Rank == 0 || (perRow ? condition.Shape[0] == then.Shape[0] : condition.Shape.SequenceEqual(then.Shape)),
            $"the condition {condition} does not fit {then}");
        HostTensor output = context.Allocate(0, then.DType, then.Shape);
        int run = condition.Count == 0 ? 0 : then.Count / condition.Count;
        for (int i = 0; i < condition.Count; i++)
        {
            HostTensor.Copy(condition.Values<bool>()[i] ? then : otherwise, i * run, output, i * run, run);
        }
    }

    private static void SelectV2(KernelContext context)
    {
        HostTensor condition = context.Input(0);
        HostTensor then = context.Input(1);
        HostTensor otherwise = context.Input(2);
        nint[] shape = KernelShapes.Broadcast(condition.Shape, KernelShapes.Broadcast(then.Shape, otherwise.Shape));
        HostTensor output = context.Allocate(0, then.DType, shape);
        if (then.DType.Size() == sizeof(long)
            && KernelShapes.Step(condition, shape) is { } step && KernelShapes.Step(then, shape) is { } thenStep && KernelShapes.Step(otherwise, shape) is { } otherwiseStep)
        {
            Choose(condition.Values<bool>(), step, then.Values<long>(), thenStep, otherwise.Values<long>(), otherwiseStep, output.Values<long>());
            return;
        }

        int[] conditions = KernelShapes.BroadcastIndices(condition.Shape, shape);
        int[] thens = KernelShapes.BroadcastIndices(then.Shape, shape);
        int[] otherwises = KernelShapes.BroadcastIndices(otherwise.Shape, shape);
        for (int i = 0; i < output.Count; i++)
        {
            bool chosen = condition.Values<bool>()[conditions[i]];
            HostTensor.Copy(chosen ? then : otherwise, chosen ? thens[i] : otherwises[i], output, i, 1);
        }
    }

    /// <summary>The commonest case: indices of words, of which some are masked.</summary>
    private static void Choose(ReadOnlySpan<bool> condition, int step, ReadOnlySpan<long> then, int thenStep, ReadOnlySpan<long> otherwise, int otherwiseStep, Span<long> output)
    {
        int at = 0, thenAt = 0, otherwiseAt = 0;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = condition[at] ? then[thenAt] : otherwise[otherwiseAt];
            (at, thenAt, otherwiseAt) = (at + step, thenAt + thenStep, otherwiseAt + otherwiseStep);
        }
    }

    private static void Compare(KernelContext context, bool wanted)
    {
        HostTensor left = context.Input(0);
        HostTensor right = context.Input(1);
        if (!context.Attributes.Bool("incompatible_shape_error", true) && !Broadcasts(left, right))
        {
            context.Allocate(0, DType.Bool, []).Values<bool>()[0] = !wanted;
            return;
        }

        nint[] shape = KernelShapes.Broadcast(left.Shape, right.Shape);
        if (left.IsString && right.Rank == 0)
        {
            CompareTexts(left, right.Strings[0].Span, wanted, context.Allocate(0, DType.Bool, shape).Values<bool>());
            return;
        }

        int[] lefts = KernelShapes.BroadcastIndices(left.Shape, shape);
        int[] rights = KernelShapes.BroadcastIndices(right.Shape, shape);
        Span<bool> output = context.Allocate(0, DType.Bool, shape).Values<bool>();
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = AreEqual(left, lefts[i], right, rights[i]) == wanted;
        }
    }

    /// <summary>Words with one text: the mask that layers of Keras make.</summary>
    private static void CompareTexts(HostTensor texts, ReadOnlySpan<byte> text, bool wanted, Span<bool> output)
    {
        if (texts.Parts is { } parts)
        {
            ReadOnlySpan<(int Start, int End)> bounds = parts.Cuts.Bounds;
            for (int i = 0, at = 0; i < parts.Ends.Length; i++)
            {
                ReadOnlySpan<byte> bytes = parts.Texts[i].Span;
                for (int end = parts.Ends[i]; at < end; at++)
                {
                    (int from, int to) = bounds[at];
                    output[at] = (to - from == text.Length && bytes[from..to].SequenceEqual(text)) == wanted;
                }
            }

            return;
        }

        ReadOnlySpan<ReadOnlyMemory<byte>> all = texts.Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = (all[i].Length == text.Length && all[i].Span.SequenceEqual(text)) == wanted;
        }
    }

    private static bool Broadcasts(HostTensor left, HostTensor right)
    {
        for (int i = 1; i <= Math.Min(left.Rank, right.Rank); i++)
        {
            if (left.Shape[^i] != right.Shape[^i] && left.Shape[^i] != 1 && right.Shape[^i] != 1)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(HostTensor left, int i, HostTensor right, int j)
    {
        if (left.IsString)
        {
            return left.Strings[i].Span.SequenceEqual(right.Strings[j].Span);
        }

        return left.DType switch
        {
            // NaN differs from itself, and minus zero equals zero.
            DType.Float32 => left.Values<float>()[i] == right.Values<float>()[j],
            DType.Float64 => left.Values<double>()[i] == right.Values<double>()[j],
            DType.Float16 => left.Values<Half>()[i] == right.Values<Half>()[j],
            DType.BFloat16 => NumericCast.FromBFloat16(left.Values<ushort>()[i]) == NumericCast.FromBFloat16(right.Values<ushort>()[j]),
            DType.Complex64 => left.Values<(float, float)>()[i] == right.Values<(float, float)>()[j],
            DType.Complex128 => left.Values<Complex>()[i] == right.Values<Complex>()[j],
            _ => left.Bytes.Slice(i * left.DType.Size(), left.DType.Size()).SequenceEqual(right.Bytes.Slice(j * left.DType.Size(), left.DType.Size())),
        };
    }

    private static void Where(KernelContext context)
    {
        HostTensor input = context.Input(0);
        var found = new List<int>();
        for (int i = 0; i < input.Count; i++)
        {
            if (IsTrue(input, i))
            {
                found.Add(i);
            }
        }

        Span<long> output = context.Allocate(0, DType.Int64, [found.Count, input.Rank]).Values<long>();
        int[] strides = KernelShapes.Strides(input.Shape);
        for (int i = 0; i < found.Count; i++)
        {
            int rest = found[i];
            for (int axis = 0; axis < strides.Length; axis++)
            {
                output[(i * input.Rank) + axis] = rest / strides[axis];
                rest %= strides[axis];
            }
        }
    }
}
