using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Folding;
using KerasCompat.Onnx.Inference;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// An ONNX graph under construction, or the body of a loop or branch in one. What is written is inferred, folded and compared with
/// what was written before at once, so that op mappings may be plain and the graph is small all the same.
/// </summary>
internal sealed class OnnxScope
{
    private readonly Dictionary<string, OnnxValue[]> _written = new(StringComparer.Ordinal);
    private readonly Names _names;

    public OnnxScope()
    {
        _names = new Names();
        Root = this;
    }

    private OnnxScope(OnnxScope parent)
    {
        Parent = parent;
        Root = parent.Root;
        _names = parent._names;
    }

    public OnnxScope? Parent { get; }

    public OnnxScope Root { get; }

    public List<OnnxValue> Inputs { get; } = [];

    public List<OnnxValue> Outputs { get; } = [];

    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>A body inside this graph; it may read this graph's values by name.</summary>
    public OnnxScope Body() => new(this);

    public OnnxValue Input(string name, DType dtype, Dim[]? shape, bool isSequence = false)
    {
        var value = new OnnxValue(_names.Unique(name), dtype, shape) { IsSequence = isSequence };
        Inputs.Add(value);
        return value;
    }

    public OnnxValue Constant(ConstantTensor tensor)
    {
        string key = "const:" + tensor.ContentKey;
        if (Root._written.TryGetValue(key, out OnnxValue[]? known))
        {
            return known[0];
        }

        var value = new OnnxValue(_names.Unique("c"), tensor.DType, Array.ConvertAll(tensor.Shape.ToArray(), d => (Dim)d)) { Constant = tensor };
        Root._written[key] = [value];
        return value;
    }

    /// <summary>A vector of 64-bit integers.</summary>
    public OnnxValue Longs(params ReadOnlySpan<long> values) => Constant(Constants.Integers(DType.Int64, values));

    public OnnxValue WeightValue(string name, Weight weight)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"weight:{weight.File}:{weight.Offset}:{weight.Length}:{weight.DType.Name()}:{string.Join(',', weight.Shape)}");
        if (Root._written.TryGetValue(key, out OnnxValue[]? known))
        {
            return known[0];
        }

        var value = new OnnxValue(_names.Unique(name), weight.DType, [.. weight.Shape.Select(d => (Dim)d)]) { Weight = weight };
        Root._written[key] = [value];
        return value;
    }

    /// <summary>Writes a node with one output.</summary>
    public OnnxValue Node(string opType, OnnxValue?[] inputs, OnnxAttributes? attributes = null, string domain = "") =>
        NodeOutputs(opType, inputs, 1, attributes, domain)[0];

    /// <summary>Writes a node with several outputs.</summary>
    public OnnxValue[] NodeOutputs(string opType, OnnxValue?[] inputs, int outputs, OnnxAttributes? attributes = null, string domain = "")
    {
        attributes ??= OnnxAttributes.None;
        var node = new InferredNode(opType, domain, [.. inputs], attributes, outputs);
        if (KernelTypes.Adapt(this, node) is { } adapted)
        {
            return adapted;
        }

        if (Simplification.Apply(this, node) is { } simpler)
        {
            return simpler;
        }

        ShapeRules.Infer(node);
        if (Fold(node) is { } folded)
        {
            return folded;
        }

        string? key = attributes.HasBody || NotRepeatable(opType) ? null : node.Fingerprint();
        if (key is not null && FindWritten(key) is { } known)
        {
            return known;
        }

        OnnxValue[] values = Append(node);
        if (key is not null)
        {
            _written[key] = values;
        }

        return values;
    }

    /// <summary>Adds a result to a body. Each is a value of its own that the body itself makes, which ONNX demands.</summary>
    public void Return(OnnxValue value)
    {
        if (value.Producer is null || Outputs.Contains(value) || !Nodes.Contains(value.Producer))
        {
            var copy = new OnnxValue(_names.Unique("copy"), value.DType, value.Shape) { IsSequence = value.IsSequence };
            copy.Producer = new OnnxNode { OpType = "Identity", Inputs = [value], Outputs = [copy], Attributes = OnnxAttributes.None };
            Nodes.Add(copy.Producer);
            value = copy;
        }

        Outputs.Add(value);
    }

    /// <summary>A value of this scope or those around it that has a size as one of its dimensions; null where none has.</summary>
    public (OnnxValue Value, int Axis)? FindSize(Dim size)
    {
        for (OnnxScope? scope = this; scope is not null; scope = scope.Parent)
        {
            foreach (OnnxValue value in scope.Inputs.Concat(scope.Nodes.SelectMany(n => n.Outputs)))
            {
                if (value is { IsSequence: false, Shape: { } shape } && Array.IndexOf(shape, size) is >= 0 and var axis)
                {
                    return (value, axis);
                }
            }
        }

        return null;
    }

    /// <summary>A name that no other value has.</summary>
    public string UniqueName(string wish) => _names.Unique(wish);

    private OnnxValue[] Append(InferredNode node)
    {
        var values = new OnnxValue[node.Outputs.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Inferred output = node.Outputs[i];
            values[i] = new OnnxValue(_names.Unique(node.OpType), output.DType, output.Shape)
            {
                Elements = output.Elements,
                IsSequence = output.IsSequence,
            };
        }

        var written = new OnnxNode { OpType = node.OpType, Domain = node.Domain, Inputs = node.Inputs, Outputs = values, Attributes = node.Attributes };
        foreach (OnnxValue value in values)
        {
            value.Producer = written;
        }

        Nodes.Add(written);
        return values;
    }

    private OnnxValue[]? Fold(InferredNode node)
    {
        if (node.Outputs.Length != 1)
        {
            return null;
        }

        Inferred output = node.Outputs[0];
        if (output.Elements is { } elements && Array.TrueForAll(elements, e => e.IsKnown) && output.DType is DType.Int32 or DType.Int64)
        {
            return [Constant(Constants.Integers(output.DType, Array.ConvertAll(output.Elements, e => e.Value), output.Shape?.Length == 0))];
        }

        foreach (OnnxValue? input in node.Inputs)
        {
            if (input is not null && (input.Constant is null || input.Constant.ElementCount > ConstantEvaluator.MostComputed))
            {
                return null;
            }
        }

        return node.Inputs.Length > 0 && ConstantEvaluator.TryEvaluate(node, ConstantEvaluator.MostComputed) is { } value ? [Constant(value)] : null;
    }

    private OnnxValue[]? FindWritten(string key)
    {
        for (OnnxScope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._written.TryGetValue(key, out OnnxValue[]? known))
            {
                return known;
            }
        }

        return null;
    }

    private static bool NotRepeatable(string opType) => opType.StartsWith("Random", StringComparison.Ordinal) || opType is "Multinomial" or "Bernoulli";

    /// <summary>Hands out names that are unique in the whole model; nested graphs share them with their parents.</summary>
    private sealed class Names
    {
        private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

        public string Unique(string wish)
        {
            if (_used.TryAdd(wish, 1))
            {
                return wish;
            }

            string name;
            do
            {
                name = wish + "_" + _used[wish]++.ToString(CultureInfo.InvariantCulture);
            }
            while (!_used.TryAdd(name, 1));

            return name;
        }
    }
}
