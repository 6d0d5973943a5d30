using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>Records of comma-separated values (RFC 4180) to one tensor per column (tensorflow/core/kernels/decode_csv_op.cc).</summary>
internal static class CsvKernel
{
    public static void AddTo(KernelTable table) => table.Add("DecodeCSV", Run);

    private static void Run(KernelContext context)
    {
        HostTensor records = context.Input(0);
        IReadOnlyList<DType> types = context.Attributes.Types("OUT_TYPE");
        byte delimiter = context.Attributes.Bytes("field_delim") is { Length: 1 } given ? given.Span[0] : (byte)',';
        bool quotes = context.Attributes.Bool("use_quote_delim", true);
        ReadOnlyMemory<byte> missing = context.Attributes.Bytes("na_value");
        IReadOnlyList<long> selected = context.Attributes.Ints("select_cols");
        var outputs = new HostTensor[types.Count];
        for (int column = 0; column < outputs.Length; column++)
        {
            outputs[column] = context.Allocate(column, types[column], records.Shape);
        }

        for (int i = 0; i < records.Count; i++)
        {
            List<ReadOnlyMemory<byte>> fields = Fields(records.Strings[i], delimiter, quotes, i);
            if (selected.Count > 0)
            {
                List<ReadOnlyMemory<byte>> all = fields;
                fields = [.. selected.Select(c => c < all.Count ? all[(int)c] : throw KernelContext.Refuse($"record {i} has {all.Count} fields and no field {c}"))];
            }

            KernelContext.Require(fields.Count == outputs.Length, $"expect {outputs.Length} fields but have {fields.Count} in record {i}");
            for (int column = 0; column < outputs.Length; column++)
            {
                Put(context, outputs[column], i, fields[column], column, missing);
            }
        }
    }

    private static void Put(KernelContext context, HostTensor output, int row, ReadOnlyMemory<byte> field, int column, ReadOnlyMemory<byte> missing)
    {
        if (field.IsEmpty || field.Span.SequenceEqual(missing.Span))
        {
            HostTensor defaultValue = context.Input(column + 1);
            KernelContext.Require(defaultValue.Count == 1, $"field {column} is required but missing in record {row}");
            HostTensor.Copy(defaultValue, 0, output, row, 1);
        }
        else if (output.IsString)
        {
            output.Strings[row] = field;
        }
        else
        {
            string text = Encoding.UTF8.GetString(field.Span).Trim();
            KernelContext.Require(NumberTextKernels.TryParse(text, output, row), $"field {column} in record {row} is not a valid {output.DType.Name()}: {text}");
        }
    }

    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> record, byte delimiter, bool quotes, int row)
    {
        var fields = new List<ReadOnlyMemory<byte>>();
        int at = 0;
        while (true)
        {
            if (quotes && at < record.Length && record.Span[at] == '"')
            {
                fields.Add(Quoted(record, ref at, row));
                KernelContext.Require(at == record.Length || record.Span[at] == delimiter, $"a quoted field has to be followed by the delimiter, in record {row}");
            }
            else
            {
                int end = record.Span[at..].IndexOf(delimiter);
                int length = end < 0 ? record.Length - at : end;
                ReadOnlyMemory<byte> field = record.Slice(at, length);
                fields.Add(end < 0 ? field.TrimEnd("\r\n"u8) : field);
                at += length;
            }

            if (at >= record.Length)
            {
                return fields;
            }

            at++;
        }
    }

    private static byte[] Quoted(ReadOnlyMemory<byte> record, ref int at, int row)
    {
        var field = new List<byte>();
        ReadOnlySpan<byte> bytes = record.Span;
        at++;
        while (true)
        {
            KernelContext.Require(at < bytes.Length, $"a quoted field has no end, in record {row}");
            if (bytes[at] != '"')
            {
                field.Add(bytes[at++]);
            }
            else if (at + 1 < bytes.Length && bytes[at + 1] == '"')
            {
                field.Add((byte)'"');
                at += 2;
            }
            else
            {
                at++;
                return [.. field];
            }
        }
    }
}
