using System.Globalization;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Tensors in a template (tensorflow/core/kernels/string_format_op.cc), written as TensorFlow's <c>SummarizeValue</c> writes them.</summary>
internal static class StringFormatKernel
{
    public static void AddTo(KernelTable table) => table.Add("StringFormat", Run);

    private static void Run(KernelContext context)
    {
        string template = context.Attributes.String("template", "%s"), placeholder = context.Attributes.String("placeholder", "%s");
        int summarize = checked((int)context.Attributes.Int("summarize", 3));
        string[] parts = template.Split(placeholder);
        KernelContext.Require(parts.Length - 1 == context.InputCount, $"the template has {parts.Length - 1} placeholders for {context.InputCount} tensors");
        var text = new StringBuilder(parts[0]);
        for (int i = 0; i < context.InputCount; i++)
        {
            HostTensor input = context.Input(i);
            Append(text, input, 0, 0, input.Count, summarize);
            text.Append(parts[i + 1]);
        }

        context.Allocate(0, DType.String, []).Strings[0] = Utf8Text.Encode(text.ToString());
    }

    /// <summary>Only the first and the last few of each dimension, with three dots between.</summary>
    private static void Append(StringBuilder text, HostTensor tensor, int axis, int start, int count, int summarize)
    {
        if (axis == tensor.Rank)
        {
            text.Append(Element(tensor, start));
            return;
        }

        int size = (int)tensor.Shape[axis], step = size == 0 ? 0 : count / size;
        bool all = summarize < 0 || size <= 2 * summarize;
        text.Append('[');
        for (int i = 0; i < size; i++)
        {
            if (!all && i == summarize)
            {
                i = size - summarize;
                Separate(text, tensor, axis).Append("...");
            }

            if (i > 0)
            {
                Separate(text, tensor, axis);
            }

            Append(text, tensor, axis + 1, start + (i * step), step, summarize);
        }

        text.Append(']');
    }

    private static StringBuilder Separate(StringBuilder text, HostTensor tensor, int axis) => axis == tensor.Rank - 1
        ? text.Append(' ')
        : text.Append('\n', tensor.Rank - 1 - axis).Append(' ', axis + 1);

    private static string Element(HostTensor tensor, int index)
    {
        var general = new PrintfFormat(-1, false, true, -1, "");
        return tensor.DType switch
        {
            DType.String => $"\"{Utf8Text.Decode(tensor.Strings[index].Span)}\"",
            DType.Float32 => general.Float(tensor.Values<float>()[index]),
            DType.Float64 => general.Float(tensor.Values<double>()[index]),
            DType.Float16 => general.Float((double)tensor.Values<Half>()[index]),
            DType.Bool => tensor.Values<bool>()[index] ? "1" : "0",
            _ => KernelContext.IntegerAt(tensor, index).ToString(CultureInfo.InvariantCulture),
        };
    }
}
