using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>Builds a function of a TensorFlow graph's library: the body of a loop or a branch.</summary>
internal sealed class SmallFunction(string name)
{
    private readonly FunctionDef _function = new() { Signature = new OpDef { Name = name } };

    public SmallFunction Argument(string argument, DType dtype)
    {
        _function.Signature.InputArg.Add(new OpDef.Types.ArgDef { Name = argument, Type = (int)dtype });
        return this;
    }

    public SmallFunction Const<T>(string node, T value)
        where T : unmanaged
    {
        _function.NodeDef.Add(SmallGraph.ConstNode(node, Tensors.Scalar(value)));
        return this;
    }

    public SmallFunction Constant(string node, SavedModel.Graph.ConstantTensor value)
    {
        _function.NodeDef.Add(SmallGraph.ConstNode(node, value));
        return this;
    }

    public SmallFunction Node(string node, string op, string[] inputs, Dictionary<string, AttrValue>? attributes = null)
    {
        var definition = new NodeDef { Name = node, Op = op };
        definition.Input.AddRange(inputs);
        definition.Attr.Add(attributes ?? []);
        _function.NodeDef.Add(definition);
        return this;
    }

    public SmallFunction Result(DType dtype, string source)
    {
        string output = "result_" + _function.Signature.OutputArg.Count;
        _function.Signature.OutputArg.Add(new OpDef.Types.ArgDef { Name = output, Type = (int)dtype });
        _function.Ret[output] = source;
        return this;
    }

    public FunctionDef Build() => _function;
}
