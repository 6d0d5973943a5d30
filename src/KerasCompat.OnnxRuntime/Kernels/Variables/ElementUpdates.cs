using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>Changes runs of elements of a tensor that a kernel owns.</summary>
internal static class ElementUpdates
{
    /// <summary>Changes elements by as many others.</summary>
    /// <param name="target">The tensor; written to.</param>
    /// <param name="to">The position of the first element.</param>
    /// <param name="source">The updates, of the same element type.</param>
    /// <param name="from">The position of the first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="how">What is done with each.</param>
    /// <exception cref="KernelException">Elements of this type cannot be changed so.</exception>
    public static void Apply(HostTensor target, int to, HostTensor source, int from, int count, ElementUpdate how)
    {
        if (how == ElementUpdate.Assign)
        {
            HostTensor.Copy(source, from, target, to, count);
            return;
        }

        switch (target.DType)
        {
            case DType.BFloat16: Narrow(target, to, source, from, count, how); break;
            case DType.String when how == ElementUpdate.Add: Join(target, to, source, from, count); break;
            case DType.Complex64 or DType.Complex128: OfComplex(target, to, source, from, count, how); break;
            default:
                KernelContext.Require(
                    RealTypes.TryRun(target.DType, new OfReal(target, to, source, from, count, how)),
                    $"cannot {how.ToString().ToLowerInvariant()} elements of type {target.DType.Name()}");
                break;
        }
    }

    private static T Real<T>(T element, T update, ElementUpdate how)
        where T : INumber<T> => unchecked(how switch
        {
            ElementUpdate.Add => element + update,
            ElementUpdate.Subtract => element - update,
            ElementUpdate.Multiply => element * update,
            ElementUpdate.Divide => element / update,
            ElementUpdate.Minimum => update < element ? update : element,
            ElementUpdate.Maximum => update > element ? update : element,
            _ => update,
        });

    private static void Narrow(HostTensor target, int to, HostTensor source, int from, int count, ElementUpdate how)
    {
        Span<ushort> elements = target.Values<ushort>().Slice(to, count);
        ReadOnlySpan<ushort> updates = source.Values<ushort>().Slice(from, count);
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = NumericCast.ToBFloat16(Real(NumericCast.FromBFloat16(elements[i]), NumericCast.FromBFloat16(updates[i]), how));
        }
    }

    private static void Join(HostTensor target, int to, HostTensor source, int from, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ref ReadOnlyMemory<byte> element = ref target.Strings[to + i];
            element = (byte[])[.. element.Span, .. source.Strings[from + i].Span];
        }
    }

    private static void OfComplex(HostTensor target, int to, HostTensor source, int from, int count, ElementUpdate how)
    {
        for (int i = 0; i < count; i++)
        {
            if (target.DType == DType.Complex128)
            {
                ref Complex element = ref target.Values<Complex>()[to + i];
                element = OfComplex(element, source.Values<Complex>()[from + i], how);
            }
            else
            {
                ref (float Real, float Imaginary) element = ref target.Values<(float, float)>()[to + i];
                (float Real, float Imaginary) update = source.Values<(float, float)>()[from + i];
                Complex changed = OfComplex(new(element.Real, element.Imaginary), new(update.Real, update.Imaginary), how);
                element = ((float)changed.Real, (float)changed.Imaginary);
            }
        }
    }

    private static Complex OfComplex(Complex element, Complex update, ElementUpdate how) => how switch
    {
        ElementUpdate.Add => element + update,
        ElementUpdate.Subtract => element - update,
        ElementUpdate.Multiply => element * update,
        ElementUpdate.Divide => element / update,
        _ => throw KernelContext.Refuse("complex numbers have no order"),
    };

    private readonly struct OfReal(HostTensor target, int to, HostTensor source, int from, int count, ElementUpdate how) : IRealComputation
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            Span<T> elements = target.Values<T>().Slice(to, count);
            ReadOnlySpan<T> updates = source.Values<T>().Slice(from, count);
            for (int i = 0; i < elements.Length; i++)
            {
                KernelContext.Require(how != ElementUpdate.Divide || updates[i] != T.Zero || Numbers.IsFloat(target.DType), "integer division by zero");
                elements[i] = Real(elements[i], updates[i], how);
            }
        }
    }
}
