using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel;

/// <summary>
/// What the saved object graph tells a caller: in which order the functions of the model take their tensors, and what old versions of
/// Keras noted on its root. Field numbers are those of tensorflow/core/protobuf/saved_object_graph.proto.
/// </summary>
internal sealed class SavedObjectGraph
{
    private readonly WireReader _reader;

    /// <summary>The attributes of the root, by the number of the object that each refers to.</summary>
    private readonly Dictionary<int, List<string>> _children = [];

    /// <summary>The attribute under which each function of the root was saved, by the name of one of its traces.</summary>
    private readonly Dictionary<string, string> _traces = new(StringComparer.Ordinal);

    private readonly List<FunctionInputs> _functions = [];

    private SavedObjectGraph(WireReader reader) => _reader = reader;

    public IReadOnlyList<FunctionInputs> Functions => _functions;

    public string? RootMetadata { get; private set; }

    public IReadOnlyCollection<string> RootChildren => [.. _children.Values.SelectMany(names => names)];

    /// <summary>Reads the graph that is the value of the current field.</summary>
    public static SavedObjectGraph Parse(WireReader reader)
    {
        var graph = new SavedObjectGraph(reader);
        int node = 0;
        long outer = reader.Enter();
        while (reader.Next())
        {
            // The objects come before the functions that they refer to, the root first: the order of field numbers, in which
            // TensorFlow writes. A file in another order is valid but tells no order of inputs.
            switch (reader.Field)
            {
                case 1:
                    graph.Node(node++);
                    break;
                case 2:
                    graph.FunctionEntry();
                    break;
            }
        }

        reader.Leave(outer);
        return graph;
    }

    private void Node(int number)
    {
        bool isRoot = number == 0;
        if (!isRoot && !_children.ContainsKey(number))
        {
            return;
        }

        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1 when isRoot:
                    Child();
                    break;
                case 4 when isRoot:
                    UserObject();
                    break;
                case 6 when !isRoot:
                    Function(_children[number]);
                    break;
            }
        }

        _reader.Leave(outer);
    }

    private void Child()
    {
        int node = 0;
        string name = "";
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    node = _reader.Int32();
                    break;
                case 2:
                    name = _reader.String();
                    break;
            }
        }

        _reader.Leave(outer);
        if (!_children.TryGetValue(node, out List<string>? names))
        {
            _children.Add(node, names = []);
        }

        names.Add(name);
    }

    private void UserObject()
    {
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            if (_reader.Field == 3 && _reader.String() is { Length: > 0 } metadata)
            {
                RootMetadata = metadata;
            }
        }

        _reader.Leave(outer);
    }

    private void Function(List<string> attributes)
    {
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            if (_reader.Field == 1)
            {
                _traces[_reader.String()] = attributes[0];
            }
        }

        _reader.Leave(outer);
    }

    private void FunctionEntry()
    {
        string? attribute = null;
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            switch (_reader.Field)
            {
                case 1:
                    _traces.TryGetValue(_reader.String(), out attribute);
                    break;
                case 2 when attribute is not null:
                    Trace(attribute);
                    break;
            }
        }

        _reader.Leave(outer);
    }

    private void Trace(string attribute)
    {
        long outer = _reader.Enter();
        while (_reader.Next())
        {
            if (_reader.Field == 3)
            {
                var names = new List<string>();
                StructuredValueParser.TensorNames(_reader, names);
                _functions.Add(new FunctionInputs(attribute, names));
            }
        }

        _reader.Leave(outer);
    }
}
