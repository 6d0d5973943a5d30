using System.Globalization;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tables;

/// <summary>
/// A table's pairs from the lines of a text file (tensorflow/core/kernels/lookup_util.cc): <c>key_index</c> and <c>value_index</c> are a
/// column, -1 for the line's number plus <c>offset</c>, -2 for the whole line.
/// </summary>
internal static class VocabularyFile
{
    private const long LineNumber = -1;
    private const long WholeLine = -2;

    public static (HostTensor Keys, HostTensor Values) Read(KernelContext context, LookupTable table)
    {
        string path = Encoding.UTF8.GetString(context.Input(1).Strings[0].Span);
        long keyIndex = context.Attributes.Int("key_index", WholeLine), valueIndex = context.Attributes.Int("value_index", LineNumber);
        long offset = context.Attributes.Int("offset", 0), size = context.Attributes.Int("vocab_size", -1);
        byte delimiter = context.Attributes.Bytes("delimiter") is { Length: > 0 } given ? given.Span[0] : (byte)'\t';
        var keys = new List<ReadOnlyMemory<byte>>();
        var values = new List<ReadOnlyMemory<byte>>();
        long number = 0;
        foreach (ReadOnlyMemory<byte> line in Lines(context.Resources.ReadFile(path)))
        {
            if (size >= 0 && number >= size)
            {
                break;
            }

            KernelContext.Require(!line.IsEmpty, string.Create(CultureInfo.InvariantCulture, $"invalid content in {Path.GetFileName(path)}: line {number} is empty"));
            keys.Add(Column(line, keyIndex, delimiter, number, offset, path));
            values.Add(Column(line, valueIndex, delimiter, number, offset, path));
            number++;
        }

        KernelContext.Require(size < 0 || number == size, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} has {number} lines, the table wants {size}"));
        return (Parse(keys, table.KeyType, path), Parse(values, table.ValueType, path));
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] content)
    {
        int start = 0;
        while (start < content.Length)
        {
            int end = Array.IndexOf(content, (byte)'\n', start);
            int next = end < 0 ? content.Length : end;
            int length = next > start && content[next - 1] == '\r' ? next - start - 1 : next - start;
            yield return content.AsMemory(start, length);
            start = next + 1;
        }
    }

    private static ReadOnlyMemory<byte> Column(ReadOnlyMemory<byte> line, long index, byte delimiter, long number, long offset, string path)
    {
        if (index == WholeLine)
        {
            return line;
        }

        if (index == LineNumber)
        {
            return Encoding.ASCII.GetBytes((number + offset).ToString(CultureInfo.InvariantCulture));
        }

        ReadOnlyMemory<byte> rest = line;
        for (long column = 0; ; column++)
        {
            int end = rest.Span.IndexOf(delimiter);
            if (column == index)
            {
                return end < 0 ? rest : rest[..end];
            }

            KernelContext.Require(end >= 0, string.Create(CultureInfo.InvariantCulture, $"line {number} of {Path.GetFileName(path)} has no column {index}"));
            rest = rest[(end + 1)..];
        }
    }

    private static HostTensor Parse(List<ReadOnlyMemory<byte>> texts, DType dtype, string path)
    {
        HostTensor tensor = HostTensor.Allocate(dtype, [texts.Count]);
        for (int i = 0; i < texts.Count; i++)
        {
            if (dtype == DType.String)
            {
                tensor.Strings[i] = texts[i];
                continue;
            }

            string text = Encoding.UTF8.GetString(texts[i].Span).Trim();
            bool parsed = dtype switch
            {
                DType.Int64 => long.TryParse(text, CultureInfo.InvariantCulture, out tensor.Values<long>()[i]),
                DType.Int32 => int.TryParse(text, CultureInfo.InvariantCulture, out tensor.Values<int>()[i]),
                DType.Float32 => float.TryParse(text, CultureInfo.InvariantCulture, out tensor.Values<float>()[i]),
                DType.Float64 => double.TryParse(text, CultureInfo.InvariantCulture, out tensor.Values<double>()[i]),
                _ => false,
            };
            KernelContext.Require(parsed, $"'{text}' in {Path.GetFileName(path)} is no {dtype.Name()}");
        }

        return tensor;
    }
}
