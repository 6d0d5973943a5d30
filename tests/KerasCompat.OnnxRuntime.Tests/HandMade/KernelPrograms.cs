using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.OnnxRuntime.Tests.HandMade;

/// <summary>Writes a program of managed kernels: each call adds a step and gives back the slot of its first output.</summary>
internal sealed class KernelPrograms(string name)
{
    private readonly List<ProgramTensor> _inputs = [];
    private readonly List<ProgramTensor> _outputs = [];
    private readonly List<ProgramConstant> _constants = [];
    private readonly List<ProgramStep> _steps = [];
    private int _slots;

    public int Input(string key, DType dtype, params long[] shape) => Input(key, dtype, new TensorShape(shape));

    public int Input(string key, DType dtype, TensorShape shape)
    {
        _inputs.Add(new ProgramTensor(key, dtype, shape, _slots));
        return _slots++;
    }

    public int Constant(KerasCompat.SavedModel.Graph.ConstantTensor value)
    {
        _constants.Add(new ProgramConstant(_slots, value));
        return _slots++;
    }

    public int Integers(params int[] values) =>
        Constant(new(DType.Int32, [values.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));

    public int Integer(int value) => Constant(new(DType.Int32, [], BitConverter.GetBytes(value)));

    public int Kernel(string op, int[] inputs, params (string Name, AttrValue Value)[] attributes) =>
        Kernel(op, inputs, 1, [], attributes);

    public int Kernel(string op, int[] inputs, int outputs, SignatureProgram[] bodies, params (string Name, AttrValue Value)[] attributes) =>
        Named($"{op}_{_steps.Count}", op, inputs, outputs, bodies, attributes);

    public int Named(string node, string op, int[] inputs, int outputs, SignatureProgram[] bodies, params (string Name, AttrValue Value)[] attributes)
    {
        int first = _slots;
        var values = attributes.ToDictionary(attribute => attribute.Name, attribute => SavedModel.Protos.AttrValue.Parse(attribute.Value.ToByteArray()));
        _steps.Add(new KernelStep(
            new TfNode(node, op, new NodeAttributes(values, null)), bodies, inputs, [.. Enumerable.Range(first, outputs)]));
        _slots += outputs;
        return first;
    }

    public KernelPrograms Step(Func<int, ProgramStep> step, out int slot)
    {
        slot = _slots++;
        _steps.Add(step(slot));
        return this;
    }

    public KernelPrograms Output(string key, DType dtype, int slot)
    {
        _outputs.Add(new ProgramTensor(key, dtype, TensorShape.UnknownRank, slot));
        return this;
    }

    public SignatureProgram Program() => new(name, _inputs, _outputs, _constants, _steps, _slots);

    public static AttrValue Type(DType dtype) => new() { Type = (int)dtype };

    public static AttrValue Int(long value) => new() { I = value };

    public static AttrValue Bool(bool value) => new() { B = value };

    public static AttrValue Text(string value) => new() { S = Google.Protobuf.ByteString.CopyFromUtf8(value) };

    public static AttrValue Ints(params long[] values)
    {
        var list = new AttrValue.Types.ListValue();
        list.I.Add(values);
        return new AttrValue { List = list };
    }

    public static AttrValue Float(float value) => new() { F = value };

    public static AttrValue Function(string name) => new() { Func = new NameAttrList { Name = name } };
}
