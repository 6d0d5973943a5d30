using KerasCompat.Contracts;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel;

/// <summary>
/// Picks the signatures, and the ops that they need, out of a <c>SavedModel</c> message. Field numbers are those of tensorflow/core/protobuf/{saved_model,meta_graph}.proto.
/// </summary>
internal sealed class SavedModelParser
{
    private readonly WireReader _reader;
    private readonly bool _withOps;
    private readonly List<MetaGraphInfo> _metaGraphs = [];
    private readonly DefaultValueBudget _budget = new();
    private SavedObjectGraph? _objectGraph;

    private SavedModelParser(WireReader reader, bool withOps)
    {
        _reader = reader;
        _withOps = withOps;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="reader">A reader at the start of the file.</param>
    /// <param name="withOps">Whether to look into the graph for the ops of each signature.</param>
    public static SavedModelContent Parse(WireReader reader, bool withOps)
    {
        var parser = new SavedModelParser(reader, withOps);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                parser.MetaGraph();
            }
        }

        return parser._metaGraphs.Count > 0
            ? new SavedModelContent(parser._metaGraphs, parser._objectGraph?.RootMetadata, parser._objectGraph?.RootChildren ?? [])
            : throw reader.Error("the file holds no meta graph");
    }

    private void MetaGraph()
    {
        var tags = new List<string>();
        string? version = null;
        var signatures = new Dictionary<string, SignatureInfo>(StringComparer.Ordinal);
        SavedObjectGraph? objectGraph = null;
        GraphOutline? graph = null;
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    MetaInfo(tags, ref version);
                    break;
                case 2 when _withOps:
                    (graph ??= new()).Add(_reader);
                    break;
                case 5:
                    SignatureEntry(signatures);
                    break;
                case 7:
                    objectGraph = SavedObjectGraph.Parse(_reader);
                    break;
            }
        }

        _reader.Leave(outer);
        _objectGraph ??= objectGraph;
        _metaGraphs.Add(new MetaGraphInfo(tags, version, Array.ConvertAll(signatures.SortedValues(), WithOps), objectGraph?.Functions ?? []));

        SignatureInfo WithOps(SignatureInfo signature) => _withOps ? signature with { Ops = SignatureOps.In(graph ?? new(), signature) } : signature;
    }

    private void MetaInfo(List<string> tags, ref string? version)
    {
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 4:
                    tags.Add(_reader.String());
                    break;
                case 5:
                    string text = _reader.String();
                    version = text.Length > 0 ? text : null;
                    break;
            }
        }

        _reader.Leave(outer);
    }

    private void SignatureEntry(Dictionary<string, SignatureInfo> signatures)
    {
        string key = "";
        SignatureBuilder signature = new();
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    key = _reader.String();
                    break;
                case 2:
                    Signature(signature);
                    break;
            }
        }

        _reader.Leave(outer);
        signatures[key] = signature.Build(key);
    }

    private void Signature(SignatureBuilder signature)
    {
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    TensorEntry(signature.Inputs);
                    break;
                case 2:
                    TensorEntry(signature.Outputs);
                    break;
                case 3:
                    signature.MethodName = _reader.String();
                    break;
                case 4:
                    DefaultEntry(signature.Defaults);
                    break;
            }
        }

        _reader.Leave(outer);
    }

    private void TensorEntry(Dictionary<string, TensorInfo> tensors)
    {
        string key = "";
        TensorInfo tensor = new("", 0, TensorShape.Scalar, null, [], [], null);
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    key = _reader.String();
                    break;
                case 2:
                    tensor = Tensor();
                    break;
            }
        }

        _reader.Leave(outer);
        tensors[key] = tensor with { Key = key };
    }

    private TensorInfo Tensor()
    {
        int dtype = 0;
        TensorShape shape = TensorShape.Scalar;
        TensorEncoding? encoding = null;
        IReadOnlyList<string> graphTensors = [];
        IReadOnlyList<TensorInfo> components = [];
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    encoding = TensorEncoding.Dense;
                    graphTensors = [_reader.String()];
                    break;
                case 2:
                    dtype = _reader.Int32();
                    break;
                case 3:
                    shape = TensorShapeParser.Parse(_reader);
                    break;
                case 4:
                    encoding = TensorEncoding.CooSparse;
                    graphTensors = CooSparse();
                    break;
                case 5:
                    encoding = TensorEncoding.Composite;
                    components = Components();
                    graphTensors = [.. components.SelectMany(component => component.GraphTensors)];
                    break;
            }
        }

        _reader.Leave(outer);
        return new TensorInfo("", dtype, shape, encoding, graphTensors, components, null);
    }

    /// <summary>The message's own order is values, indices, dense shape; TensorFlow's users know the order in which this returns them.</summary>
    private string[] CooSparse()
    {
        string values = "", indices = "", denseShape = "";
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    values = _reader.String();
                    break;
                case 2:
                    indices = _reader.String();
                    break;
                case 3:
                    denseShape = _reader.String();
                    break;
            }
        }

        _reader.Leave(outer);
        return [indices, values, denseShape];
    }

    private List<TensorInfo> Components()
    {
        var components = new List<TensorInfo>();
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            if (_reader.Field == 2)
            {
                components.Add(Tensor());
            }
        }

        _reader.Leave(outer);
        return components;
    }

    private void DefaultEntry(Dictionary<string, TensorLiteral> defaults)
    {
        string key = "";
        TensorLiteral? value = null;
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    key = _reader.String();
                    break;
                case 2:
                    value = Default();
                    break;
            }
        }

        _reader.Leave(outer);
        if (value is not null)
        {
            defaults[key] = value;
        }
    }

    private TensorLiteral? Default()
    {
        TensorProto tensor = _reader.Message(new TensorProto());
        _budget.Take(tensor.Shape, _reader);
        return TensorLiterals.From(tensor.Unpack(_reader.Error));
    }
}
