using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>
/// The attributes of a node. What the file leaves out comes from the op's definition (SavedModels are written with default-valued
/// attributes stripped; the definitions travel in <c>MetaInfoDef.stripped_op_list</c>), then from the default that the reader of
/// the attribute names.
/// </summary>
public sealed class NodeAttributes
{
    private readonly IReadOnlyDictionary<string, AttrValue> _values;
    private readonly OpDef? _definition;

    internal NodeAttributes(IReadOnlyDictionary<string, AttrValue> values, OpDef? definition)
    {
        _values = values;
        _definition = definition;
    }

    internal OpDef? Definition => _definition;

    internal IReadOnlyDictionary<string, AttrValue> Values => _values;

    /// <summary>Whether the attribute is given, in the node or by the op's definition.</summary>
    /// <param name="name">The attribute.</param>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>An integer attribute.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="defaultValue">Its default in TensorFlow's op definition.</param>
    public long Int(string name, long defaultValue) =>
        Find(name) is { ValueCase: AttrValue.ValueOneofCase.I } value ? value.I : defaultValue;

    /// <summary>A float attribute.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="defaultValue">Its default in TensorFlow's op definition.</param>
    public float Float(string name, float defaultValue) =>
        Find(name) is { ValueCase: AttrValue.ValueOneofCase.F } value ? value.F : defaultValue;

    /// <summary>A boolean attribute.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="defaultValue">Its default in TensorFlow's op definition.</param>
    public bool Bool(string name, bool defaultValue) =>
        Find(name) is { ValueCase: AttrValue.ValueOneofCase.B } value ? value.B : defaultValue;

    /// <summary>A string attribute.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="defaultValue">Its default in TensorFlow's op definition.</param>
    public string String(string name, string defaultValue) =>
        Find(name) is { ValueCase: AttrValue.ValueOneofCase.S } value ? value.Text : defaultValue;

    /// <summary>An attribute of bytes.</summary>
    /// <param name="name">The attribute.</param>
    public ReadOnlyMemory<byte> Bytes(string name) =>
        Find(name) is { ValueCase: AttrValue.ValueOneofCase.S } value ? value.S : default;

    /// <summary>An attribute that names an element type.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="defaultValue">Its default in TensorFlow's op definition.</param>
    public DType Type(string name, DType defaultValue = DType.Invalid) =>
        Find(name) is { ValueCase: AttrValue.ValueOneofCase.Type } value ? value.Type : defaultValue;

    /// <summary>A list of integers; empty when it is not given.</summary>
    /// <param name="name">The attribute.</param>
    public IReadOnlyList<long> Ints(string name) => List(name).I;

    /// <summary>A list of floats; empty when it is not given.</summary>
    /// <param name="name">The attribute.</param>
    public IReadOnlyList<float> Floats(string name) => List(name).F;

    /// <summary>A list of strings; empty when it is not given.</summary>
    /// <param name="name">The attribute.</param>
    public IReadOnlyList<string> Strings(string name) => List(name).S;

    /// <summary>A list of element types; empty when it is not given.</summary>
    /// <param name="name">The attribute.</param>
    public IReadOnlyList<DType> Types(string name) => List(name).Type;

    /// <summary>A list of shapes; empty when it is not given.</summary>
    /// <param name="name">The attribute.</param>
    public IReadOnlyList<TensorShape> Shapes(string name) => List(name).Shape;

    /// <summary>A shape attribute; of unknown rank when it is not given.</summary>
    /// <param name="name">The attribute.</param>
    public TensorShape Shape(string name) =>
        Find(name) is { ValueCase: AttrValue.ValueOneofCase.Shape } value ? value.Shape : TensorShape.UnknownRank;

    /// <summary>The name of a function attribute; null when it is not given.</summary>
    /// <param name="name">The attribute.</param>
    public string? Function(string name) =>
        Find(name) is { ValueCase: AttrValue.ValueOneofCase.Func } value ? value.Func : null;

    /// <summary>A list of function names; empty when it is not given.</summary>
    /// <param name="name">The attribute.</param>
    public IReadOnlyList<string> Functions(string name) => List(name).Func;

    /// <summary>A tensor attribute.</summary>
    /// <param name="name">The attribute.</param>
    public ConstantTensor? Tensor(string name) =>
        Find(name)?.Tensor is { } value ? ConstantTensor.FromProto(value) : null;

    /// <summary>The attributes that are given, in the node or by the op's definition.</summary>
    internal Dictionary<string, AttrValue> Given()
    {
        var given = new Dictionary<string, AttrValue>(_values, StringComparer.Ordinal);
        for (int i = 0; i < _definition?.Attr.Count; i++)
        {
            if (_definition.Attr[i].DefaultValue is { } value)
            {
                given.TryAdd(_definition.Attr[i].Name, value);
            }
        }

        return given;
    }

    internal AttrValue? Find(string name)
    {
        if (_values.TryGetValue(name, out AttrValue? value))
        {
            return value;
        }

        for (int i = 0; i < _definition?.Attr.Count; i++)
        {
            if (_definition.Attr[i].Name == name)
            {
                return _definition.Attr[i].DefaultValue;
            }
        }

        return null;
    }

    private ListValue List(string name) => Find(name) is { } value ? value.List : default;
}
