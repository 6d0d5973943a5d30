using System.Runtime.InteropServices;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Runs one op on constants.</summary>
internal static class KernelCase
{
    /// <summary>A string tensor.</summary>
    public static ConstantTensor Strings(long[] shape, params string[] values) =>
        new(shape, [.. values.Select(value => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(value))]);

    /// <summary>A tensor of numbers or booleans.</summary>
    public static ConstantTensor Values<T>(long[] shape, params T[] values)
        where T : unmanaged => new(ElementType.Of<T>(), shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>A vector of int32.</summary>
    public static ConstantTensor Vector(params int[] values) => Values([values.Length], values);

    /// <summary>A scalar of int32.</summary>
    public static ConstantTensor Scalar(int value) => Values([], value);

    /// <summary>The only output.</summary>
    public static ModelTensor Run(string op, DType output, ConstantTensor[] inputs, params (string Name, AttrValue Value)[] attributes) =>
        Run(op, [output], inputs, attributes)[0];

    /// <summary>All outputs.</summary>
    public static ModelTensor[] Run(string op, DType[] outputs, ConstantTensor[] inputs, params (string Name, AttrValue Value)[] attributes)
    {
        var program = new KernelPrograms("case");
        int[] slots = [.. inputs.Select(program.Constant)];
        int first = program.Kernel(op, slots, outputs.Length, [], attributes);
        for (int i = 0; i < outputs.Length; i++)
        {
            program.Output($"out{i}", outputs[i], first + i);
        }

        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();
        try
        {
            IReadOnlyDictionary<string, ModelTensor> results = engine.Run("case");
            return [.. outputs.Select((_, i) => results[$"out{i}"])];
        }
        catch (ModelCallException failure) when (failure.Message.Contains("defect of KerasCompat", StringComparison.Ordinal))
        {
            // A test that expects a refusal must not be content with a kernel that stumbles.
            throw new InvalidOperationException("The kernel failed where it should have worked or refused.", failure);
        }
    }

    /// <summary>The elements of a string tensor as text.</summary>
    public static string[] Texts(this ModelTensor tensor) => [.. tensor.Strings.ToArray().Select(text => Encoding.UTF8.GetString(text.Span))];

    /// <summary>The shape as integers.</summary>
    public static int[] Dimensions(this ModelTensor tensor) => [.. tensor.Shape.ToArray().Select(dimension => (int)dimension)];
}
