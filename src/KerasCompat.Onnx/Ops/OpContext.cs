using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Translation;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// What an op's mapping works with: the node, its inputs as ONNX values, and a vocabulary for writing ONNX. The mapping reads inputs,
/// writes nodes, and sets each output.
/// </summary>
internal sealed partial class OpContext
{
    private readonly SegmentEmitter _emitter;
    private readonly Translated?[] _outputs;

    public OpContext(SegmentEmitter emitter, OnnxScope scope, TfNode node)
    {
        _emitter = emitter;
        Scope = scope;
        Node = node;
        _outputs = new Translated?[Math.Max(1, node.OutputTypes.Count)];
    }

    /// <summary>The same node, written into a body.</summary>
    public OpContext In(OnnxScope scope) => new(_emitter, scope, Node);

    public TfNode Node { get; }

    public NodeAttributes Attributes => Node.Attributes;

    public OnnxScope Scope { get; }

    public int InputCount => Node.InputList.Count;

    public int OutputCount => _outputs.Length;

    /// <summary>An input as an ONNX value.</summary>
    public OnnxValue Input(int index) => Translated(index) is Translated.Value value
        ? value.Onnx
        : throw Refuse($"input {index} is a handle or a list where a tensor is expected");

    /// <summary>An input in whatever form it took.</summary>
    public Translated Translated(int index) => index < Node.InputList.Count
        ? _emitter.Resolve(Node.InputList[index], Scope)
        : throw Refuse($"input {index} is missing");

    /// <summary>The value of the variable whose handle is an input.</summary>
    public OnnxValue Variable(int index) => Translated(index) is Translated.Handle handle && _emitter.Variable(handle.Node) is { } variable
        ? variable.Onnx
        : throw Refuse("the variable has no fixed value");

    public DType InputType(int index) => Node.InputList[index].DType is var type && type != DType.Invalid ? type : Input(index).DType;

    /// <summary>The value of an input that is known while translating; refuses the node when it is not.</summary>
    public ConstantTensor Constant(int index, string what) =>
        ConstantOrNull(index) ?? throw Refuse($"its {what} are computed at run time");

    /// <summary>The value of an input that is known while translating, weights included.</summary>
    public ConstantTensor? ConstantOrNull(int index)
    {
        OnnxValue value = Input(index);
        return value.Constant ?? (value.Weight is { } weight ? _emitter.Read(weight) : null);
    }

    /// <summary>The integers of an input that are known while translating, or null.</summary>
    public long[]? IntegersOrNull(int index) =>
        Input(index).Elements is { } elements && Array.TrueForAll(elements, e => e.IsKnown)
            ? Array.ConvertAll(elements, e => e.Value)
            : ConstantOrNull(index) is { DType: var type } constant && type.IsInteger() ? Constants.ToIntegers(constant) : null;

    public long[] Integers(int index, string what) => IntegersOrNull(index) ?? throw Refuse($"its {what} are computed at run time");

    public void Output(OnnxValue value) => Output(0, value);

    public void Output(int index, OnnxValue value) => Output(index, new Translated.Value(value));

    public void Output(int index, Translated value)
    {
        if (index < _outputs.Length)
        {
            _outputs[index] = value;
        }
    }

    /// <summary>The element type of an output as TensorFlow states it.</summary>
    public DType OutputType(int index = 0) => index < Node.OutputTypes.Count ? Node.OutputTypes[index] : DType.Invalid;

    /// <summary>An exception that says why this node has no ONNX form; to be thrown.</summary>
    public OpRefusedException Refuse(string reason) => new(reason, Node);

    internal IReadOnlyList<Translated?> Outputs => _outputs;

    internal SegmentEmitter Emitter => _emitter;
}
