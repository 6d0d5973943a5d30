using System.Text;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>An attribute that is a list (<c>AttrValue.ListValue</c>), read for the kind of elements that is asked for; empty for all others.</summary>
internal readonly struct ListValue(WireSlice message)
{
    private readonly WireSlice _message = message;

    public List<long> I => Integers(3);

    public List<float> F
    {
        get
        {
            List<float>? values = null;
            for (var reader = new WireReader(_message); reader.Find(4);)
            {
                values = reader.FloatOrPacked(values);
            }

            return values ?? [];
        }
    }

    /// <summary>Strings, of bytes that need not be text.</summary>
    public List<string> S
    {
        get
        {
            var values = new List<string>();
            for (var reader = new WireReader(_message); reader.Find(2);)
            {
                values.Add(Encoding.UTF8.GetString(reader.Bytes().Span));
            }

            return values;
        }
    }

    public DType[] Type
    {
        get
        {
            List<long> numbers = Integers(6);
            var types = new DType[numbers.Count];
            for (int i = 0; i < types.Length; i++)
            {
                types[i] = DTypes.FromNumber((int)numbers[i]);
            }

            return types;
        }
    }

    public List<TensorShape> Shape
    {
        get
        {
            var values = new List<TensorShape>();
            for (var reader = new WireReader(_message); reader.Find(7);)
            {
                values.Add(TensorShapeParser.Parse(reader));
            }

            return values;
        }
    }

    /// <summary>The names of functions.</summary>
    public List<string> Func
    {
        get
        {
            var values = new List<string>();
            for (var reader = new WireReader(_message); reader.Find(9);)
            {
                values.Add(reader.TextOf(1) ?? "");
            }

            return values;
        }
    }

    private List<long> Integers(int field)
    {
        List<long>? values = null;
        for (var reader = new WireReader(_message); reader.Find(field);)
        {
            values = reader.VarintOrPacked(values);
        }

        return values ?? [];
    }
}
