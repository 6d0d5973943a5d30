using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

internal static partial class ShapeRules
{
    private static void AddNeural()
    {
        Add("MatMul", MatMul);
        Add("Gemm", n => n.Output.Set(n.DType(0), n.Shape(0) is [var r0, var r1] && n.Shape(1) is [var c0, var c1]
            ? [n.Attributes.Int("transA", 0) != 0 ? r1 : r0, n.Attributes.Int("transB", 0) != 0 ? c0 : c1] : Shapes.UnknownOfRank(2)));
        Add("Einsum", Einsum);
        Add("Det", n => n.Output.Set(n.DType(0), n.Shape(0) is { } s ? s[..^2] : null));
        Add("Conv", n => n.Output.Set(n.DType(0), Windowed(n, n.Shape(1) is { } w ? w[0] : Dim.Unknown(), n.Shape(1)?[2..])));
        Add("ConvTranspose", ConvTranspose);
        Add("MaxPool AveragePool LpPool", n =>
        {
            Dim[]? shape = Windowed(n, n.Shape(0) is { } s ? s[1] : Dim.Unknown(), Array.ConvertAll(n.Attributes.Ints("kernel_shape")!, k => (Dim)k));
            n.Outputs[0].Set(n.DType(0), shape);
            if (n.Outputs.Length > 1)
            {
                n.Outputs[1].Set(DType.Int64, shape);
            }
        });
        Add("GlobalAveragePool GlobalMaxPool", n =>
            n.Output.Set(n.DType(0), n.Shape(0) is { } s ? [s[0], s[1], .. Enumerable.Repeat<Dim>(1, s.Length - 2)] : null));
        Add("BatchNormalization InstanceNormalization GroupNormalization", n => n.Output.Set(n.DType(0), n.Shape(0)));
        Add("LayerNormalization", n =>
        {
            foreach (Inferred output in n.Outputs)
            {
                output.Set(n.DType(0), n.Shape(0));
            }
        });
        Add("Dropout", n => n.Output.Set(n.DType(0), n.Shape(0)));
        Add("Resize", Resize);
        Add("LSTM", n => Recurrent(n, gates: 4));
        Add("GRU", n => Recurrent(n, gates: 3));
        Add("RNN", n => Recurrent(n, gates: 1));
        Add("NonMaxSuppression", n => n.Output.Set(DType.Int64, [Dim.Unknown(), 3]));
        Add("DFT", n =>
        {
            Dim[]? shape = n.Shape(0) is { } s ? [.. s[..^1].Select(_ => Dim.Unknown()), 2] : null;
            n.Output.Set(n.DType(0), shape);
        });
        Add("RandomUniform RandomNormal", n => n.Output.Set(ToDType(n.Attributes.Int("dtype", 1)), Array.ConvertAll(n.Attributes.Ints("shape") ?? [], d => (Dim)d)));
        Add("RandomUniformLike RandomNormalLike", n => n.Output.Set(n.Attributes.ContainsKey("dtype") ? ToDType(n.Attributes.Int("dtype", 1)) : n.DType(0), n.Shape(0)));
        Add("If", n => Bodies(n, (OnnxScope)n.Attributes["then_branch"], (OnnxScope)n.Attributes["else_branch"], 0));
        Add("Loop", n => Loop(n, (OnnxScope)n.Attributes["body"]));
        Add("Scan", Scan);
    }

    /// <summary>Ops of ONNX Runtime's own domain (onnxruntime/docs/ContribOperators.md).</summary>
    private static void AddContributed()
    {
        Add("com.microsoft::FusedMatMul", MatMul);
        Add("com.microsoft::MultiHeadAttention", n =>
            n.Output.Set(n.DType(0), n.Shape(0) is [var batch, var length, _] && n.Shape(2) is [_, _, var width] ? [batch, length, width] : Shapes.UnknownOfRank(3)));
        Add("com.microsoft::Attention", n =>
            n.Output.Set(n.DType(0), n.Shape(0) is [var batch, var length, _] && n.Shape(1) is [_, { IsKnown: true } width] ? [batch, length, width.Value / 3] : Shapes.UnknownOfRank(3)));
        Add("com.microsoft::QuickGelu com.microsoft::FastGelu com.microsoft::BiasGelu", n => n.Output.Set(n.DType(0), n.Shape(0)));
    }

    private static void MatMul(InferredNode n)
    {
        if (n.Shape(0) is not { Length: > 0 } a || n.Shape(1) is not { Length: > 0 } b)
        {
            n.Output.Set(n.DType(0), null);
            return;
        }

        bool vectorLeft = a.Length == 1, vectorRight = b.Length == 1;
        Dim[] left = vectorLeft ? [1, a[0]] : a, right = vectorRight ? [b[0], 1] : b;
        if (n.Attributes.Int("transA", 0) != 0)
        {
            left = [.. left[..^2], left[^1], left[^2]];
        }

        if (n.Attributes.Int("transB", 0) != 0)
        {
            right = [.. right[..^2], right[^1], right[^2]];
        }

        var shape = new List<Dim>(Shapes.Broadcast(left[..^2], right[..^2])!);
        if (!vectorLeft)
        {
            shape.Add(left[^2]);
        }

        if (!vectorRight)
        {
            shape.Add(right[^1]);
        }

        n.Output.Set(n.DType(0), [.. shape]);
    }

    private static void Einsum(InferredNode n)
    {
        string equation = n.Attributes.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        if (arrow < 0 || equation.Contains('.', StringComparison.Ordinal))
        {
            n.Output.Set(n.DType(0), null);
            return;
        }

        var sizes = new Dictionary<char, Dim>();
        string[] terms = equation[..arrow].Split(',');
        for (int i = 0; i < terms.Length && i < n.Inputs.Length; i++)
        {
            for (int k = 0; k < terms[i].Length; k++)
            {
                Dim dim = n.Shape(i) is { } s && k < s.Length ? s[k] : Dim.Unknown();
                if (!sizes.TryGetValue(terms[i][k], out Dim known) || !known.IsKnown)
                {
                    sizes[terms[i][k]] = dim;
                }
            }
        }

        n.Output.Set(n.DType(0), [.. equation[(arrow + 2)..].Select(c => sizes.TryGetValue(c, out Dim d) ? d : Dim.Unknown())]);
    }

    private static Dim[]? Windowed(InferredNode n, Dim channels, Dim[]? kernel)
    {
        if (n.Shape(0) is not { } input || kernel is null)
        {
            return n.Shape(0) is { } s ? Shapes.UnknownOfRank(s.Length) : null;
        }

        int spatial = input.Length - 2;
        long[] strides = n.Attributes.Ints("strides") ?? Axes.Ones(spatial);
        long[] dilations = n.Attributes.Ints("dilations") ?? Axes.Ones(spatial);
        long[] pads = n.Attributes.Ints("pads") ?? new long[2 * spatial];
        bool same = n.Attributes.Text("auto_pad", "NOTSET").StartsWith("SAME", StringComparison.Ordinal);
        bool ceil = n.Attributes.Int("ceil_mode", 0) != 0;
        var result = new Dim[input.Length];
        result[0] = input[0];
        result[1] = channels;
        for (int i = 0; i < spatial; i++)
        {
            Dim size = input[i + 2];
            if (!size.IsKnown || !kernel[i].IsKnown)
            {
                bool unchanged = strides[i] == 1 && (same || (kernel[i].IsKnown && pads[i] + pads[i + spatial] == dilations[i] * (kernel[i].Value - 1)));
                result[i + 2] = unchanged ? size : Dim.Unknown();
                continue;
            }

            long span = (dilations[i] * (kernel[i].Value - 1)) + 1;
            long room = size.Value + pads[i] + pads[i + spatial] - span;
            result[i + 2] = same ? (size.Value + strides[i] - 1) / strides[i] : ((ceil ? room + strides[i] - 1 : room) / strides[i]) + 1;
        }

        return result;
    }

    private static void ConvTranspose(InferredNode n)
    {
        if (n.Shape(0) is not { } input || n.Shape(1) is not { } weights)
        {
            n.Output.Set(n.DType(0), Shapes.UnknownOfRank(n.Input(0).Rank));
            return;
        }

        int spatial = input.Length - 2;
        long[] strides = n.Attributes.Ints("strides") ?? Axes.Ones(spatial);
        long[] dilations = n.Attributes.Ints("dilations") ?? Axes.Ones(spatial);
        long[] pads = n.Attributes.Ints("pads") ?? new long[2 * spatial];
        long[] extra = n.Attributes.Ints("output_padding") ?? new long[spatial];
        var result = new Dim[input.Length];
        result[0] = input[0];
        result[1] = weights[1].IsKnown ? weights[1].Value * n.Attributes.Int("group", 1) : Dim.Unknown();
        for (int i = 0; i < spatial; i++)
        {
            result[i + 2] = n.Attributes.Ints("output_shape") is { } given ? given[^(spatial - i)]
                : input[i + 2].IsKnown && weights[i + 2].IsKnown
                    ? (strides[i] * (input[i + 2].Value - 1)) + extra[i] + ((weights[i + 2].Value - 1) * dilations[i]) + 1 - pads[i] - pads[i + spatial]
                    : Dim.Unknown();
        }

        n.Output.Set(n.DType(0), result);
    }

    private static void Resize(InferredNode n)
    {
        Dim[]? shape = n.Shape(0);
        long[]? axes = n.Attributes.Ints("axes");
        if (shape is null)
        {
            n.Output.Set(n.DType(0), null);
            return;
        }

        axes ??= Axes.Range(0, shape.Length);
        var result = (Dim[])shape.Clone();
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = (int)axes[i];
            if (n.InputOrNull(3) is { } sizes)
            {
                result[axis] = sizes.Elements is { } known && i < known.Length ? known[i] : Dim.Unknown();
            }
            else if (n.InputOrNull(2)?.Constant is { } scales && shape[axis].IsKnown)
            {
                result[axis] = (long)Math.Floor(shape[axis].Value * Constants.ToFloats(scales)[i]);
            }
            else
            {
                result[axis] = n.InputOrNull(2)?.Constant is { } fixedScales && Constants.ToFloats(fixedScales)[i] == 1.0 ? shape[axis] : Dim.Unknown();
            }
        }

        n.Output.Set(n.DType(0), result);
    }

    private static void Recurrent(InferredNode n, int gates)
    {
        Dim directions = n.Attributes.Text("direction", "forward") == "bidirectional" ? 2 : 1;
        Dim hidden = n.Attributes.TryGetValue("hidden_size", out object? size) ? (long)size
            : n.Shape(1) is { } w && w[1].IsKnown ? w[1].Value / gates : Dim.Unknown();
        bool batchFirst = n.Attributes.Int("layout", 0) != 0;
        Dim time = n.Shape(0) is { } x ? x[batchFirst ? 1 : 0] : Dim.Unknown();
        Dim batch = n.Shape(0) is { } y ? y[batchFirst ? 0 : 1] : Dim.Unknown();
        for (int i = 0; i < n.Outputs.Length; i++)
        {
            n.Outputs[i].Set(n.DType(0), i == 0
                ? batchFirst ? [batch, time, directions, hidden] : [time, directions, batch, hidden]
                : batchFirst ? [batch, directions, hidden] : [directions, batch, hidden]);
        }
    }

    private static void Bodies(InferredNode n, OnnxScope first, OnnxScope second, int skip)
    {
        for (int i = 0; i < n.Outputs.Length; i++)
        {
            OnnxValue a = first.Outputs[i + skip], b = second.Outputs[i + skip];
            n.Outputs[i].Set(a.DType, Common(a.Shape, b.Shape));
            n.Outputs[i].IsSequence = a.IsSequence;
        }
    }

    private static Dim[]? Common(Dim[]? a, Dim[]? b)
    {
        if (a is null || b is null || a.Length != b.Length)
        {
            return null;
        }

        return Zip(a, b, static (x, y) => x == y ? x : Dim.Unknown());
    }

    /// <summary>A loop's carried values keep what is true before and after its body; scan outputs gain a leading dimension.</summary>
    private static void Loop(InferredNode n, OnnxScope body)
    {
        int carried = n.Inputs.Length - 2;
        for (int i = 0; i < n.Outputs.Length; i++)
        {
            OnnxValue result = body.Outputs[i + 1];
            if (i < carried)
            {
                n.Outputs[i].Set(result.DType, Common(result.Shape, n.Input(i + 2).Shape));
                n.Outputs[i].IsSequence = result.IsSequence;
            }
            else
            {
                n.Outputs[i].Set(result.DType, result.Shape is { } s ? [Dim.Unknown(), .. s] : null);
            }
        }
    }

    private static void Scan(InferredNode n)
    {
        var body = (OnnxScope)n.Attributes["body"];
        int scanInputs = (int)n.Attributes.Int("num_scan_inputs", 1);
        int states = n.Inputs.Length - scanInputs;
        Dim length = scanInputs > 0 && n.Shape(states) is { Length: > 0 } s ? s[0] : Dim.Unknown();
        for (int i = 0; i < n.Outputs.Length; i++)
        {
            OnnxValue result = body.Outputs[i];
            n.Outputs[i].Set(result.DType, i < states ? Common(result.Shape, n.Input(i).Shape) : result.Shape is { } r ? [length, .. r] : null);
        }
    }
}
