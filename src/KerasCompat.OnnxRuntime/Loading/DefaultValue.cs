using System.Globalization;
using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>Turns the default of an input, as the contract writes it, into a tensor.</summary>
internal static class DefaultValue
{
    /// <summary>The tensor of an input's default.</summary>
    /// <param name="dtype">The element type of the input.</param>
    /// <param name="literal">The default.</param>
    /// <exception cref="KerasCompatException">Defaults of that element type have no text form.</exception>
    public static HostTensor ToTensor(DType dtype, TensorLiteral literal)
    {
        HostTensor tensor = HostTensor.Allocate(dtype, [.. literal.Shape.Dimensions.Select(dimension => (nint)dimension)]);
        switch (dtype)
        {
            case DType.String:
                for (int i = 0; i < tensor.Count; i++)
                {
                    tensor.Strings[i] = Convert.FromBase64String(literal.Values[i]);
                }

                break;
            case DType.Bool:
                for (int i = 0; i < tensor.Count; i++)
                {
                    tensor.Values<bool>()[i] = literal.Values[i] == "true";
                }

                break;
            case DType.BFloat16:
                for (int i = 0; i < tensor.Count; i++)
                {
                    // A bfloat16 is the upper half of the float that has its value exactly.
                    tensor.Values<ushort>()[i] = (ushort)(BitConverter.SingleToUInt32Bits(Parse<float>(literal.Values[i])) >> 16);
                }

                break;
            default:
                if (!RealTypes.TryRun(dtype, new Numbers(tensor, literal)))
                {
                    throw new KerasCompatException($"The default of a {dtype.Name()} input cannot be used; give the input a value.");
                }

                break;
        }

        return tensor;
    }

    private static T Parse<T>(string text)
        where T : INumber<T> => T.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private readonly struct Numbers(HostTensor tensor, TensorLiteral literal) : IRealComputation
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            Span<T> values = tensor.Values<T>();
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Parse<T>(literal.Values[i]);
            }
        }
    }
}
