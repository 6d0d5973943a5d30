using System.Text;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>
/// The value of an attribute (tensorflow/core/framework/attr_value.proto). Numbers are read at once; texts, lists, shapes and tensors lie in the
/// file until they are asked for, which most of them never are.
/// </summary>
internal sealed class AttrValue : IWireMessage
{
    // What the message has of the kind that it is of: its last field.
    private WireSlice _field;
    private long _number;

    private AttrValue()
    {
    }

    private AttrValue(ValueOneofCase kind, long number)
    {
        ValueCase = kind;
        _number = number;
    }

    private AttrValue(ValueOneofCase kind, IWireMessage value)
    {
        ValueCase = kind;
        _field = WireSlice.Of(WireWriter.ToArray(new FieldMessage((int)kind, value)), "");
    }

    /// <summary>What kinds of values there are, by the numbers of their fields.</summary>
    public enum ValueOneofCase
    {
        None = 0,
        List = 1,
        S = 2,
        I = 3,
        F = 4,
        B = 5,
        Type = 6,
        Shape = 7,
        Tensor = 8,
        Placeholder = 9,
        Func = 10,
    }

    public ValueOneofCase ValueCase { get; private set; }

    /// <summary>How many bytes of the file it has, where it is more than a number.</summary>
    public int Length => _field.Length;

    // Of a value of another kind each of these is 0, empty or null.
    public long I => ValueCase == ValueOneofCase.I ? _number : 0;

    public float F => ValueCase == ValueOneofCase.F ? BitConverter.Int32BitsToSingle((int)_number) : 0;

    public bool B => ValueCase == ValueOneofCase.B && _number != 0;

    public DType Type => ValueCase == ValueOneofCase.Type ? DTypes.FromNumber((int)_number) : DType.Invalid;

    public ReadOnlyMemory<byte> S => ValueCase == ValueOneofCase.S ? Open().Bytes() : default;

    /// <summary>The bytes as text, which they need not be.</summary>
    public string Text => Encoding.UTF8.GetString(S.Span);

    public string Placeholder => ValueCase == ValueOneofCase.Placeholder ? Open().String() : "";

    /// <summary>The name of the function.</summary>
    public string Func => ValueCase == ValueOneofCase.Func ? Open().TextOf(1) ?? "" : "";

    public TensorShape Shape => ValueCase == ValueOneofCase.Shape ? TensorShapeParser.Parse(Open()) : TensorShape.UnknownRank;

    public TensorProto? Tensor => ValueCase == ValueOneofCase.Tensor ? Open().Message(new TensorProto()) : null;

    public ListValue List => ValueCase == ValueOneofCase.List ? new ListValue(Open().Slice()) : default;

    public static AttrValue Of(float value) => new(ValueOneofCase.F, BitConverter.SingleToInt32Bits(value));

    public static AttrValue Of(bool value) => new(ValueOneofCase.B, value ? 1 : 0);

    public static AttrValue Of(DType type) => new(ValueOneofCase.Type, (int)type);

    public static AttrValue Of(IReadOnlyList<long> values) => new(ValueOneofCase.List, new IntegersMessage(values));

    public static AttrValue Of(ConstantTensor tensor) => new(ValueOneofCase.Tensor, new TensorMessage(tensor.DType, tensor.Shape, tensor.Bytes, tensor.Strings));

    /// <summary>The value that is a message by itself.</summary>
    public static AttrValue Parse(ReadOnlyMemory<byte> message) => ReadMessage(new WireReader(WireSlice.Of(message, "")));

    /// <summary>The value that is the value of the current field.</summary>
    public static AttrValue Read(WireReader reader)
    {
        long outer = reader.Enter();
        AttrValue value = ReadMessage(reader);
        reader.Leave(outer);
        return value;
    }

    /// <summary>Adds the entry of a <c>map&lt;string, AttrValue&gt;</c> that is the value of the current field.</summary>
    public static void ReadEntry(WireReader reader, Dictionary<string, AttrValue> values)
    {
        string key = "";
        AttrValue? value = null;
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.String();
                    break;
                case 2:
                    value = Read(reader);
                    break;
            }
        }

        reader.Leave(outer);
        values[key] = value ?? new AttrValue();
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        switch (ValueCase)
        {
            case ValueOneofCase.None:
                break;
            case ValueOneofCase.I or ValueOneofCase.B or ValueOneofCase.Type:
                writer.AnyInt64((int)ValueCase, _number);
                break;
            case ValueOneofCase.F:
                writer.AnyFloat((int)ValueCase, F);
                break;
            default:
                writer.AnyBytes((int)ValueCase, Open().Bytes().Span);
                break;
        }
    }

    private static AttrValue ReadMessage(WireReader reader)
    {
        var value = new AttrValue();
        while (reader.Next())
        {
            if (reader.Field is < (int)ValueOneofCase.List or > (int)ValueOneofCase.Func)
            {
                continue;
            }

            value.ValueCase = (ValueOneofCase)reader.Field;
            value._field = reader.FromField;
            switch (value.ValueCase)
            {
                case ValueOneofCase.I or ValueOneofCase.B or ValueOneofCase.Type:
                    value._number = reader.Int64();
                    break;
                case ValueOneofCase.F:
                    value._number = reader.Fixed32();
                    break;
                default:
                    // Whether it is there whole is seen now; what is in it when it is read.
                    reader.Slice();
                    break;
            }
        }

        return value;
    }

    private WireReader Open()
    {
        var reader = new WireReader(_field);
        reader.Next();
        return reader;
    }
}
