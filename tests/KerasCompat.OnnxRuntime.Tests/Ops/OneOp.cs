using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>A graph of one op, run in each <see cref="Way"/>: through the translator, ONNX Runtime and the kernels, as a model is.</summary>
internal sealed class OneOp(string op)
{
    private readonly List<(NaiveTensor Value, bool IsParameter)> _inputs = [];
    private readonly List<(string Name, AttrValue Value)> _attributes = [];
    private readonly List<NaiveTensor> _expected = [];
    private double _tolerance = 1e-5;

    public OneOp Data(NaiveTensor value)
    {
        _inputs.Add((value, false));
        return this;
    }

    /// <summary>What most models give as a constant: axes, sizes, a filter.</summary>
    public OneOp Parameter(NaiveTensor value)
    {
        _inputs.Add((value, true));
        return this;
    }

    public OneOp With(string name, AttrValue value)
    {
        _attributes.Add((name, value));
        return this;
    }

    public OneOp With(string name, DType value) => With(name, KernelPrograms.Type(value));

    public OneOp With(string name, long value) => With(name, KernelPrograms.Int(value));

    public OneOp With(string name, bool value) => With(name, KernelPrograms.Bool(value));

    public OneOp With(string name, string value) => With(name, KernelPrograms.Text(value));

    public OneOp With(string name, long[] value) => With(name, KernelPrograms.Ints(value));

    public OneOp Gives(params NaiveTensor[] expected)
    {
        _expected.AddRange(expected);
        return this;
    }

    public OneOp Within(double tolerance)
    {
        _tolerance = tolerance;
        return this;
    }

    public void Check(Way way)
    {
        IReadOnlyDictionary<string, ModelTensor> results = Run(way);
        for (int i = 0; i < _expected.Count; i++)
        {
            Compare(_expected[i], NaiveTensor.From(results[Output(i)]));
        }
    }

    public IReadOnlyDictionary<string, ModelTensor> Run(Way way)
    {
        var model = new GraphModel();
        var given = new Dictionary<string, ModelTensor>();
        var names = new List<string>();
        foreach ((NaiveTensor value, bool isParameter) in _inputs)
        {
            string name = $"input{names.Count}";
            names.Add(name);
            if (way == Way.Everything || (isParameter && way is Way.KnownShapes or Way.KnownRanks or Way.KnownParameters))
            {
                model.Const(name, value.ToConstant());
                continue;
            }

            given.Add(name, value.ToModelTensor());
            _ = way switch
            {
                Way.KnownShapes => model.Placeholder(name, value.DType, value.Shape),
                Way.KnownRanks or Way.FedParameters => model.Placeholder(name, value.DType, Array.ConvertAll(value.Shape, _ => -1L)),
                _ => model.PlaceholderOfAnyRank(name, value.DType),
            };
        }

        model.Node("op", op, [.. names], [.. _attributes]).Signature("run", [.. given.Keys], [.. _expected.Select((expected, i) => (Output(i), expected.DType))]);
        using OnnxModelEngine engine = model.Load();
        return engine.Run("run", given, TestContext.Current.CancellationToken);
    }

    private static string Output(int index) => index == 0 ? "op" : $"op:{index}";

    private void Compare(NaiveTensor expected, NaiveTensor actual)
    {
        Assert.Equal(expected.DType, actual.DType);
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Values.Length; i++)
        {
            double wanted = expected.Values[i], got = actual.Values[i];
            Assert.True(wanted.Equals(got) || Math.Abs(wanted - got) <= _tolerance * Math.Max(1, Math.Abs(wanted)), $"{op}: element {i} is {got:R} and not {wanted:R}");
        }
    }
}
