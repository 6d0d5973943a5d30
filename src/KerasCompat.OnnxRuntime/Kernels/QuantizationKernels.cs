using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Numbers of few bits and back (tensorflow/core/kernels/quantize_op.cc, dequantize_op.cc, quantization_utils.h), in single precision as TensorFlow does.</summary>
internal static class QuantizationKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("QuantizeV2", Quantize);
        table.Add("Dequantize", Dequantize);
    }

    /// <summary>Inputs: numbers, the range's ends, each one number or one for each slice along the axis. Outputs: quantized numbers, the ends of the range that was used.</summary>
    private static void Quantize(KernelContext context)
    {
        HostTensor input = context.Input(0);
        var range = QuantizedRange.Of(context.Attributes.Type("T"));
        string mode = context.Attributes.String("mode", "MIN_COMBINED");
        bool toEven = context.Attributes.String("round_mode", "HALF_AWAY_FROM_ZERO") == "HALF_TO_EVEN";
        var slices = new Slices(context, input);
        float[] low = Singles(context, 1, slices), high = Singles(context, 2, slices);
        float least = context.Attributes.Float("ensure_minimum_range", 0.01f);
        float[] values = Array.ConvertAll(Numbers.ToDoubles(input), value => (float)value);
        HostTensor output = context.Allocate(0, range.Type, input.Shape);
        for (int i = 0; i < slices.Count; i++)
        {
            KernelContext.Require(low[i] <= high[i], "input_max_range must be larger than input_min_range.");
            low[i] = Math.Min(0, low[i]);
            high[i] = Math.Max(Math.Max(0, high[i]), low[i] + (Math.Max(1, Math.Max(Math.Abs(low[i]), Math.Abs(high[i]))) * least));
            if (mode == "SCALED")
            {
                (low[i], high[i]) = range.Scaled(low[i], high[i], context.Attributes.Bool("narrow_range", false));
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            int slice = slices.Of(i);
            long quantized = mode switch
            {
                "SCALED" => range.ToScaled(values[i], low[slice], high[slice], toEven),
                "MIN_FIRST" => range.FromFirst(values[i], low[slice], high[slice]),
                _ => range.ToCombined(values[i], low[slice], high[slice]),
            };
            range.Write(output, i, quantized);
        }

        nint[] ends = slices.Count == 1 && context.Attributes.Int("axis", -1) < 0 ? [] : [slices.Count];
        low.CopyTo(context.Allocate(1, DType.Float32, ends).Values<float>());
        high.CopyTo(context.Allocate(2, DType.Float32, ends).Values<float>());
    }

    private static void Dequantize(KernelContext context)
    {
        HostTensor input = context.Input(0);
        var range = QuantizedRange.Of(input.DType);
        string mode = context.Attributes.String("mode", "MIN_COMBINED");
        bool narrow = context.Attributes.Bool("narrow_range", false);
        var slices = new Slices(context, input);
        float[] low = Singles(context, 1, slices), high = Singles(context, 2, slices);
        var values = new double[input.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int slice = slices.Of(i);
            long value = range.Read(input, i);
            values[i] = mode switch
            {
                "SCALED" => value * range.Scale(low[slice], high[slice], narrow),
                "MIN_FIRST" => range.ToFirst(value, low[slice], high[slice]),
                _ => range.FromCombined(value, low[slice], high[slice]),
            };
        }

        Numbers.Write(context.Allocate(0, context.Attributes.Type("dtype", DType.Float32), input.Shape), values);
    }

    private static float[] Singles(KernelContext context, int input, Slices slices)
    {
        float[] values = Array.ConvertAll(Numbers.ToDoubles(context.Input(input)), value => (float)value);
        KernelContext.Require(values.Length == slices.Count, $"input {input} must have {slices.Count} numbers, got {context.Input(input)}");
        return values;
    }

    /// <summary>The slices along the axis that have ranges of their own; one where there is no axis.</summary>
    private readonly record struct Slices
    {
        private readonly int _inner;

        public Slices(KernelContext context, HostTensor input)
        {
            long axis = context.Attributes.Int("axis", -1);
            KernelContext.Require(axis < input.Rank, $"Axis must be less than input dimension({input.Rank}), got {axis}");
            Count = axis < 0 ? 1 : (int)input.Shape[(int)axis];
            _inner = axis < 0 ? int.MaxValue : Math.Max(1, KernelShapes.Count(input.Shape[((int)axis + 1)..]));
        }

        public int Count { get; }

        public int Of(int element) => element / _inner % Count;
    }
}
