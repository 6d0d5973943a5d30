using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Inference;
using KerasCompat.Onnx.Ops;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Flow;

/// <summary>A value that a loop hands from iteration to iteration, and what is known of its shape in all of them.</summary>
internal sealed class CarriedValue
{
    private readonly TfNode _argument;
    private readonly HashSet<int> _loose = [];
    private Translated _initial;
    private OnnxValue? _value;
    private Dim[]? _shape;
    private bool _isOpen;

    private CarriedValue(Translated initial, TfNode argument)
    {
        _initial = initial;
        _argument = argument;
    }

    public static CarriedValue Of(OpContext op, Translated initial, TfNode argument)
    {
        var carried = new CarriedValue(initial, argument);
        switch (initial)
        {
            case Translated.Value { Onnx: var value }:
                carried.Begin(value, false);
                break;
            case Translated.TensorList list:
                carried.Begin(list.Elements, list.IsOpen);
                break;
            case Translated.Sequence sequence:
                carried.Begin(sequence.Elements, false);
                break;
            case Translated.EmptyList:
                // What its elements are like shows when the body is written for the first time.
                break;
            default:
                throw op.Refuse("a variable of the loop is a handle that its body changes");
        }

        return carried;
    }

    /// <summary>What the loop begins with.</summary>
    public OnnxValue Initial => _value!;

    /// <summary>The value in the body.</summary>
    public Translated Input(OpContext body)
    {
        if (_value is null)
        {
            return _initial;
        }

        Dim[]? shape = _initial is Translated.Value ? Shapes.Merge(_shape, Hints.Shape(_argument, 0)) : _shape;
        return Wrap(body.Scope.Input("carried", _value.DType, shape, _value.IsSequence));
    }

    /// <summary>The value that the body hands on.</summary>
    public OnnxValue Result(OpContext body, Translated after) => after switch
    {
        Translated.Value value when _initial is Translated.Value => value.Onnx,
        Translated.Sequence sequence when _value!.IsSequence => sequence.Elements,
        Translated.List list when !_value!.IsSequence && _initial is Translated.List => TensorLists.Stacked(body, list),
        _ => throw body.Refuse("a variable of the loop changes from a tensor to a list or handle"),
    };

    /// <summary>The value after the loop.</summary>
    public Translated Output(OnnxValue output) => Wrap(output);

    /// <summary>Gives up the sizes that the body does not keep; returns whether there were any.</summary>
    public bool Loosen(OpContext op, Translated after)
    {
        if (_value is null)
        {
            Materialise(op, after);
            return true;
        }

        Dim[]? result = after switch
        {
            Translated.Value value => value.Onnx.Shape,
            Translated.TensorList list => list.Elements.Shape,
            _ => _shape,
        };
        if (_shape is null || _value.IsSequence)
        {
            return false;
        }

        if (result is null || result.Length != _shape.Length)
        {
            _shape = null;
            return true;
        }

        bool changed = false;
        for (int i = 0; i < result.Length; i++)
        {
            if (result[i] != _shape[i] && _loose.Add(i))
            {
                _shape[i] = Dim.Unknown();
                changed = true;
            }
        }

        return changed;
    }

    private void Begin(OnnxValue value, bool isOpen)
    {
        _value = value;
        _isOpen = isOpen;
        _shape = (Dim[]?)value.Shape?.Clone();
    }

    private void Materialise(OpContext op, Translated after)
    {
        var empty = (Translated.EmptyList)_initial;
        if (after is Translated.Sequence)
        {
            throw op.Refuse("the elements of a list differ in shape");
        }

        Dim[]? written = after is Translated.TensorList { Elements.Shape: { Length: > 0 } shape } ? shape[1..] : null;
        Dim[]? element = Shapes.Merge(written, empty.Element);
        OnnxValue zeros = TensorLists.Zeros(op, empty.Length, empty.DType, element ?? [], out bool open);
        Begin(zeros, open);
        if (open)
        {
            // The sizes that are 0 now are others once something was written.
            _shape = [_shape![0], .. element!.Select((size, i) => size.IsKnown || _shape[i + 1] == size ? size : Dim.Unknown())];
            for (int i = 1; i < _shape.Length; i++)
            {
                if (!_shape[i].IsKnown)
                {
                    _loose.Add(i);
                }
            }
        }
    }

    private Translated Wrap(OnnxValue value) => _initial switch
    {
        Translated.Value => new Translated.Value(value),
        _ when value.IsSequence => new Translated.Sequence(value),
        _ => new Translated.TensorList(value, _isOpen),
    };
}
