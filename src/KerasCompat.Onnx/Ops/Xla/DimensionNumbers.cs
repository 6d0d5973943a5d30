using Google.Protobuf;

namespace KerasCompat.Onnx.Ops.Xla;

/// <summary>
/// The numbers of dimensions that XLA's ops have as a serialized message: DotDimensionNumbers, ConvolutionDimensionNumbers, GatherDimensionNumbers,
/// ScatterDimensionNumbers (xla/xla_data.proto). All their fields are integers or lists of them.
/// </summary>
internal sealed class DimensionNumbers
{
    private readonly Dictionary<int, List<long>> _fields = [];

    private DimensionNumbers()
    {
    }

    /// <summary>Reads the attribute of a node.</summary>
    public static DimensionNumbers Of(OpContext op)
    {
        var numbers = new DimensionNumbers();
        try
        {
            var input = new CodedInputStream(op.Attributes.Bytes("dimension_numbers").ToArray());
            for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                numbers.Read(input, tag);
            }
        }
        catch (InvalidProtocolBufferException e)
        {
            throw op.Refuse("its dimension numbers are no valid message: " + e.Message);
        }

        return numbers;
    }

    /// <summary>A list.</summary>
    /// <param name="field">The field's number.</param>
    public int[] List(int field) => _fields.TryGetValue(field, out List<long>? values) ? [.. values.Select(value => checked((int)value))] : [];

    /// <summary>A number, which is 0 where it is left out.</summary>
    /// <param name="field">The field's number.</param>
    public int One(int field) => List(field) is [.., var last] ? last : 0;

    private void Read(CodedInputStream input, uint tag)
    {
        int field = WireFormat.GetTagFieldNumber(tag);
        List<long> values = _fields.TryGetValue(field, out List<long>? known) ? known : _fields[field] = [];
        switch (WireFormat.GetTagWireType(tag))
        {
            case WireFormat.WireType.Varint:
                values.Add(input.ReadInt64());
                break;
            case WireFormat.WireType.LengthDelimited:
                var packed = new CodedInputStream(input.ReadBytes().ToByteArray());
                while (!packed.IsAtEnd)
                {
                    values.Add(packed.ReadInt64());
                }

                break;
            default:
                input.SkipLastField();
                break;
        }
    }
}
