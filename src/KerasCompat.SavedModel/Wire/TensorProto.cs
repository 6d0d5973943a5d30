using System.Buffers.Binary;
using KerasCompat.Contracts;

namespace KerasCompat.SavedModel.Wire;

/// <summary>A <c>TensorProto</c> (tensorflow/core/framework/tensor.proto): its parts as they were written, unpacked when they are asked for.</summary>
internal sealed class TensorProto : IWireReadable
{
    // TensorFlow writes one of the *_val fields; of several the last one counts.
    private int _valuesField;
    private ReadOnlyMemory<byte> _fixedWidth;
    private List<byte>? _fixedWidthPieces;
    private List<long>? _varints;
    private ReadOnlyMemory<byte>[] _strings = [];
    private int _stringCount;

    public DType DType { get; private set; }

    /// <summary>The shape that the message states, whatever its values are.</summary>
    public TensorShape Shape { get; private set; } = TensorShape.Scalar;

    /// <summary>Its <c>tensor_content</c>; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                DType = DTypes.FromNumber(reader.Int32());
                break;
            case 2:
                Shape = TensorShapeParser.Parse(reader);
                break;
            case 4:
                Content = reader.Bytes();
                break;
            case 5 or 9: // float_val, scomplex_val
                StartValues(reader.Field);
                AddFixedWidth(reader.FixedOrPacked(sizeof(float)));
                break;
            case 6 or 12: // double_val, dcomplex_val
                StartValues(reader.Field);
                AddFixedWidth(reader.FixedOrPacked(sizeof(double)));
                break;
            case 18: // float8_val
                StartValues(reader.Field);
                AddFixedWidth(reader.Bytes());
                break;
            case 7 or 10 or 11 or 13 or 16 or 17: // int_val, int64_val, bool_val, half_val, uint32_val, uint64_val
                StartValues(reader.Field);
                _varints = reader.VarintOrPacked(_varints);
                break;
            case 8:
                AddString(reader.Bytes());
                break;
        }
    }

    /// <summary>Its values.</summary>
    /// <param name="error">Makes the exception for a problem.</param>
    public TensorValue Unpack(Func<string, ModelFormatException> error)
    {
        if (_strings.Length > _stringCount)
        {
            var strings = new ReadOnlyMemory<byte>[_stringCount];
            Array.Copy(_strings, strings, _stringCount);
            _strings = strings;
        }

        return TensorProtoUnpacking.Unpack(DType, Shape, Content, Values(), _strings, error);
    }

    private void StartValues(int field)
    {
        if (_valuesField != field)
        {
            _valuesField = field;
            _fixedWidth = default;
            _fixedWidthPieces = null;
            _varints = null;
        }
    }

    private void AddFixedWidth(ReadOnlyMemory<byte> numbers)
    {
        // Packed they are one piece, which stays where it lies.
        if (_fixedWidth.IsEmpty)
        {
            _fixedWidth = numbers;
            return;
        }

        _fixedWidthPieces ??= [.. _fixedWidth.ToArray()];
        _fixedWidthPieces.AddRange(numbers.ToArray());
    }

    private void AddString(ReadOnlyMemory<byte> text)
    {
        if (_stringCount == _strings.Length)
        {
            var larger = new ReadOnlyMemory<byte>[Math.Max(4, 2 * _stringCount)];
            Array.Copy(_strings, larger, _stringCount);
            _strings = larger;
        }

        _strings[_stringCount++] = text;
    }

    /// <summary>The numbers of the field that belongs to the element type, each as wide as an element.</summary>
    private ReadOnlyMemory<byte> Values()
    {
        int field = DType switch
        {
            DType.Float32 => 5,
            DType.Float64 => 6,
            DType.Complex64 => 9,
            DType.Int64 => 10,
            DType.Bool => 11,
            DType.Complex128 => 12,
            DType.Float16 or DType.BFloat16 => 13,
            DType.UInt32 => 16,
            DType.UInt64 => 17,
            DType.Float8E5M2 or DType.Float8E4M3FN => 18,
            _ => 7,
        };
        return field != _valuesField ? default
            : _varints is { } varints ? Narrow(varints)
            : _fixedWidthPieces is { } pieces ? pieces.ToArray()
            : _fixedWidth;
    }

    /// <summary>The low bytes of each number: what is left of it in an element of that size.</summary>
    private byte[] Narrow(List<long> values)
    {
        int size = TensorProtoUnpacking.ElementSize(DType);
        byte[] bytes = new byte[values.Count * size];
        Span<byte> whole = stackalloc byte[sizeof(long)];
        for (int i = 0; i < values.Count; i++)
        {
            long value = DType == DType.Bool && values[i] != 0 ? 1 : values[i];
            BinaryPrimitives.WriteInt64LittleEndian(whole, value);
            whole.Slice(0, Math.Min(size, sizeof(long))).CopyTo(bytes.AsSpan(i * size));
        }

        return bytes;
    }
}
