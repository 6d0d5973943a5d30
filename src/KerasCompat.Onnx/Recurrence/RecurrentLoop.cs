using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Flow;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Ops;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>
/// A loop that is one recurrent cell, or several on top of each other, run over a sequence: written as ONNX LSTM, GRU or RNN. Everything the
/// loop does has to be explained by the cells, else it stays a loop.
/// </summary>
internal sealed class RecurrentLoop
{
    private readonly OpContext _op;
    private readonly LoopPlan _plan;
    private readonly IReadOnlyList<Translated> _initial;
    private readonly OnnxValue _trips;
    private readonly BodyReader _reader;
    private readonly List<Cell> _cells = [];
    private readonly Dictionary<TfOutput, (OnnxValue All, OnnxValue Last)> _outputs = [];
    private readonly Dictionary<int, Translated> _results = [];
    private int _mask = -1;

    private RecurrentLoop(OpContext op, LoopPlan plan, IReadOnlyList<Translated> initial, OnnxValue trips)
    {
        _op = op;
        _plan = plan;
        _initial = initial;
        _trips = trips;
        _reader = new BodyReader(op, plan, initial);
    }

    /// <summary>Writes the loop's variables after it; null when it is no such loop.</summary>
    /// <param name="op">The loop's node.</param>
    /// <param name="plan">What is known of it.</param>
    /// <param name="initial">The variables before it.</param>
    /// <param name="trips">The number of iterations.</param>
    public static Dictionary<int, Translated>? TryEmit(OpContext op, LoopPlan plan, IReadOnlyList<Translated> initial, OnnxValue trips)
    {
        var loop = new RecurrentLoop(op, plan, initial, trips);
        return loop.FindCells() && loop.IsExplained() ? loop.Emit() : null;
    }

    private bool FindCells()
    {
        var states = _plan.Having(LoopRole.Carried).Where(IsState).ToHashSet();
        var cells = new CellReader(_reader, _plan);
        bool found;
        do
        {
            found = false;
            foreach (int hidden in states.ToArray())
            {
                if (states.Contains(hidden) && cells.Read(hidden, states) is { } cell && IsReadable(cell.Input) && HasOneMask(cell))
                {
                    _cells.Add(cell);
                    states.Remove(hidden);
                    states.Remove(cell.Memory);
                    found = true;
                }
            }
        }
        while (found);

        return _cells.Count > 0;
    }

    /// <summary>ONNX Runtime's recurrent operators compute in float32 only (onnxruntime/core/providers/cpu/rnn); float64 stays a loop.</summary>
    private bool IsState(int variable) =>
        _initial[variable] is Translated.Value { Onnx: { Rank: 2, DType: DType.Float32 or DType.Float16 or DType.BFloat16 } };

    /// <summary>A cell reads a list in its order, or what a cell found before returns.</summary>
    private bool IsReadable(TfOutput input) => _cells.Exists(c => c.Output == input)
        || (_reader.ListOf(input) is >= 0 and var list && ((Translated.TensorList)_initial[list]).Elements.Rank == 3);

    /// <summary>A mask holds all states of all cells, or none.</summary>
    private bool HasOneMask(Cell cell)
    {
        foreach (int state in (int[])(cell.Memory >= 0 ? [cell.Hidden, cell.Memory] : [cell.Hidden]))
        {
            (_, TfOutput masked, int mask) = _reader.Unmask(_plan.Body.Fetches[state]);
            bool holds = mask < 0 || masked == new TfOutput(_plan.Body.Feeds[state], 0);
            if (!holds || (_cells.Count > 0 || state != cell.Hidden) && mask != _mask)
            {
                return false;
            }

            _mask = mask;
        }

        return true;
    }

    /// <summary>Whether every variable follows from the cells.</summary>
    private bool IsExplained()
    {
        foreach (int variable in _plan.Having(LoopRole.Carried).Except(_cells.SelectMany(c => (int[])[c.Hidden, c.Memory])))
        {
            bool isList = _initial[variable] is Translated.EmptyList { Length.Elements: [var length] } && length.Is(1);
            if (isList ? LastWritten(variable) is not { } value || !IsOutput(value) : !IsHeldOutput(variable))
            {
                return false;
            }
        }

        return _plan.Having(LoopRole.Written).All(list => IsOutput(_plan.Write(list).Value) && IsInOrder(list));
    }

    private bool IsInOrder(int list) =>
        _plan.Write(list).Index is not { } index || (_plan.CounterOf(index) is { } counter && _plan.IsIteration(counter) && _initial[list] is Translated.EmptyList);

    /// <summary>What is written again and again to the only place of a list.</summary>
    private TfOutput? LastWritten(int list) =>
        ListWrite.Find(_plan.Body.Fetches[list].Node, new TfOutput(_plan.Body.Feeds[list], 0)) is { Index: { } index } write && BodyReader.Number(index) is 0 ? write.Value : null;

    /// <summary>Whether a value is what a cell returns, or under a mask what it returned last, or zeros.</summary>
    private bool IsOutput(TfOutput value)
    {
        (TfOutput kept, TfOutput masked, int mask) = _reader.Unmask(value);
        return mask == _mask && _cells.Exists(c => c.Output == kept)
            && (mask < 0 || _reader.Invariant(masked) is not null || (_reader.Variable(masked) is >= 0 and var held && (IsHeldOutput(held) || IsHidden(held, kept))));
    }

    private bool IsHidden(int variable, TfOutput output) => _cells.Exists(c => c.Hidden == variable && c.Output == output);

    /// <summary>Keras carries the last output beside the states when there is a mask (keras/backend.py, rnn).</summary>
    private bool IsHeldOutput(int variable)
    {
        (TfOutput kept, TfOutput masked, int mask) = _reader.Unmask(_plan.Body.Fetches[variable]);
        return mask >= 0 && mask == _mask && _initial[variable] is Translated.Value && _cells.Exists(c => c.Output == kept)
            && (masked == new TfOutput(_plan.Body.Feeds[variable], 0) || _reader.Invariant(masked) is not null);
    }

    private Dictionary<int, Translated> Emit()
    {
        MaskedSequence? masked = _mask < 0 ? null : new MaskedSequence(_op, Sequence(_mask));
        foreach (Cell cell in _cells)
        {
            Emit(cell, masked);
        }

        foreach (int variable in _plan.Having(LoopRole.Carried).Where(v => !_results.ContainsKey(v)).ToArray())
        {
            TfOutput value = LastWritten(variable) ?? _plan.Body.Fetches[variable];
            OnnxValue last = Last(value, masked);
            _results[variable] = _initial[variable] is Translated.EmptyList ? new Translated.TensorList(_op.Unsqueeze(last, 0)) : new Translated.Value(last);
        }

        foreach (int list in _plan.Having(LoopRole.Written))
        {
            _results[list] = new Translated.TensorList(All(_plan.Write(list).Value, masked));
        }

        return _results;
    }

    private void Emit(Cell cell, MaskedSequence? masked)
    {
        OnnxValue input = _outputs.TryGetValue(cell.Input, out (OnnxValue All, OnnxValue Last) below)
            ? below.All
            : Packed(Sequence(_reader.ListOf(cell.Input)), masked);
        OnnxValue hidden = Value(cell.Hidden);
        OnnxValue? memory = cell.Memory >= 0 ? Value(cell.Memory) : null;
        (OnnxValue all, OnnxValue last, OnnxValue? lastMemory) = CellWriter.Write(_op, cell, input, masked?.Lengths, hidden, memory);
        _outputs[cell.Output] = (all, last);
        _results[cell.Hidden] = new Translated.Value(Held(last, hidden, masked));
        if (memory is not null)
        {
            _results[cell.Memory] = new Translated.Value(Held(lastMemory!, memory, masked));
        }
    }

    private static OnnxValue Packed(OnnxValue sequence, MaskedSequence? masked) => masked is null ? sequence : masked.Pack(sequence);

    /// <summary>Where no step counts, a state stays what it was.</summary>
    private OnnxValue Held(OnnxValue last, OnnxValue before, MaskedSequence? masked) => masked is null ? last : _op.Where(masked.Any, last, before);

    /// <summary>The value of the last iteration.</summary>
    private OnnxValue Last(TfOutput value, MaskedSequence? masked)
    {
        (TfOutput kept, TfOutput instead, _) = _reader.Unmask(value);
        if (masked is null)
        {
            return _outputs[kept].Last;
        }

        return _reader.Variable(instead) >= 0 && !IsZeroed(instead)
            ? Held(_outputs[kept].Last, Value(_reader.Variable(instead)), masked)
            : _op.Gather(All(value, masked), _op.Long(-1));
    }

    /// <summary>The values of all iterations.</summary>
    private OnnxValue All(TfOutput value, MaskedSequence? masked)
    {
        (TfOutput kept, TfOutput instead, _) = _reader.Unmask(value);
        if (masked is null)
        {
            return _outputs[kept].All;
        }

        int variable = _reader.Variable(instead);
        OnnxValue other = variable >= 0 && _plan.Role(variable) == LoopRole.Carried ? Value(variable) : _reader.Invariant(instead)!;
        OnnxValue held = masked.Unpack(_outputs[kept].All, other);
        return variable >= 0 && !IsZeroed(instead) ? held : masked.Masked(held, other);
    }

    /// <summary>Whether a variable that is chosen where a step does not count is not what was returned last.</summary>
    private bool IsZeroed(TfOutput instead)
    {
        int variable = _reader.Variable(instead);
        return _plan.Role(variable) != LoopRole.Carried || _reader.Unmask(_plan.Body.Fetches[variable]).Masked != new TfOutput(_plan.Body.Feeds[variable], 0);
    }

    private OnnxValue Value(int variable) => ((Translated.Value)_initial[variable]).Onnx;

    /// <summary>A list as a tensor, as long as the loop.</summary>
    private OnnxValue Sequence(int list)
    {
        OnnxValue elements = ((Translated.TensorList)_initial[list]).Elements;
        return elements.Shape is [var length, ..] && _trips.Elements is [var count] && length == count
            ? elements
            : _op.Emit("Slice", elements, _op.Longs(0), _op.Reshape(_trips, 1), _op.Longs(0));
    }
}
