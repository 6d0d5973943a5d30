using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Ops;
using KerasCompat.Onnx.Recurrence;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Flow;

/// <summary>
/// Writes a while loop as ONNX Loop. What no iteration changes is read from outside, counters follow from the number of the iteration,
/// and a list that is written from its beginning becomes a scan output.
/// </summary>
internal sealed class WhileLoop
{
    private readonly OpContext _op;
    private readonly IReadOnlyList<Translated> _initial;
    private readonly Dictionary<int, CarriedValue> _carried = [];
    private OnnxValue? _trips;

    private WhileLoop(OpContext op, IReadOnlyList<Translated> initial)
    {
        _op = op;
        _initial = initial;
    }

    /// <summary>Writes the loop of a node and returns its variables' last values; null where nothing reads one.</summary>
    public static IReadOnlyList<Translated?> Emit(OpContext op, IReadOnlyList<Translated> initial) => new WhileLoop(op, initial).Emit();

    private Translated?[] Emit()
    {
        LoopPlan plan = Plan();
        _trips = Trips(plan);
        if (_op.Emitter.Model.RecognisesRecurrence && plan.IsCounted && RecurrentLoop.TryEmit(_op, plan, _initial, _trips!) is { } recurrent)
        {
            return Finish(plan, recurrent);
        }

        plan = Plan();
        OnnxValue? goes = Goes(plan);
        foreach (int variable in plan.Having(LoopRole.Carried))
        {
            _carried[variable] = CarriedValue.Of(_op, _initial[variable], plan.Body.Feeds[variable]);
        }

        Iteration iteration;
        do
        {
            plan = Plan();
            iteration = Write(plan);
        }
        while (Loosen(plan, iteration));

        return Finish(plan, iteration, goes);
    }

    private LoopPlan Plan()
    {
        IReadOnlyList<TfGraph> bodies = _op.Emitter.Model.Bodies(_op.Node);
        return new LoopPlan(bodies[0], bodies[1], _initial, _op.Node.ReadOutputs);
    }

    /// <summary>The number of iterations as far as counters bound it; null where they do not.</summary>
    private OnnxValue? Trips(LoopPlan plan)
    {
        OnnxValue? trips = null;
        foreach (LoopLimit limit in plan.Limits)
        {
            Bind(plan.Condition, plan, _initial);
            OnnxValue end = _op.Cast(Tensor(_op.Emitter.Evaluate(limit.Limit, _op.Scope)), DType.Int64), start = _op.Cast(plan.Start(limit.Counter), DType.Int64);
            long step = plan.StepOf(limit.Counter), size = Math.Abs(step);
            OnnxValue distance = start.Elements is [var zero] && zero.Is(0) && step > 0 ? end
                : step > 0 ? _op.Sub(end, start) : _op.Sub(start, end);
            long more = (limit.IsInclusive ? 1 : 0) + size - 1;
            distance = more == 0 ? distance : _op.Add(distance, _op.Long(more));
            OnnxValue count = size == 1 ? distance : _op.Div(distance, _op.Long(size));
            trips = trips is null ? count : _op.Emit("Min", trips, count);
        }

        return trips;
    }

    /// <summary>Whether the loop is entered, by what is not counted; null where everything is.</summary>
    private OnnxValue? Goes(LoopPlan plan)
    {
        Bind(plan.Condition, plan, _initial);
        return Holds(plan, _op);
    }

    private static OnnxValue? Holds(LoopPlan plan, OpContext scope)
    {
        OnnxValue? holds = null;
        foreach (TfOutput condition in plan.Conditions)
        {
            OnnxValue part = Branches.Truth(scope, Tensor(scope.Emitter.Evaluate(condition, scope.Scope)));
            holds = holds is null ? part : scope.Emit("And", holds, part);
        }

        return holds;
    }

    private void Bind(TfGraph graph, LoopPlan plan, IReadOnlyList<Translated?> values)
    {
        for (int i = 0; i < plan.Count; i++)
        {
            if ((plan.Role(i) == LoopRole.Invariant ? _initial[i] : values[i]) is { } value)
            {
                _op.Emitter.Bind(graph.Feeds[i], value);
            }
        }
    }

    /// <summary>Writes the body once, for what is known of the carried values by now.</summary>
    private Iteration Write(LoopPlan plan)
    {
        OpContext body = _op.In(_op.Scope.Body());
        OnnxValue number = body.Scope.Input("iteration", DType.Int64, []), going = body.Scope.Input("going", DType.Bool, []);
        var before = new Translated?[plan.Count];
        var after = new Translated?[plan.Count];
        foreach ((int variable, CarriedValue carried) in _carried)
        {
            before[variable] = carried.Input(body);
        }

        foreach (int counter in plan.Having(LoopRole.Counter))
        {
            before[counter] = new Translated.Value(At(body, plan, counter, number));
        }

        Bind(plan.Body, plan, before);
        Hoist(plan);
        foreach (int variable in plan.Having(LoopRole.Carried))
        {
            after[variable] = body.Emitter.Evaluate(plan.Body.Fetches[variable], body.Scope);
        }

        var written = new List<OnnxValue>();
        foreach (int list in plan.Having(LoopRole.Written))
        {
            written.Add(Tensor(body.Emitter.Evaluate(plan.Write(list).Value, body.Scope)));
        }

        foreach (int counter in plan.Having(LoopRole.Counter))
        {
            after[counter] = new Translated.Value(body.Add(((Translated.Value)before[counter]!).Onnx, body.Scalar(plan.Start(counter).DType, plan.StepOf(counter))));
        }

        Bind(plan.Condition, plan, after);
        return new Iteration(body, Holds(plan, body) ?? going, after, written);
    }

    /// <summary>The value of a counter in an iteration, or after that many.</summary>
    private static OnnxValue At(OpContext scope, LoopPlan plan, int counter, OnnxValue number)
    {
        OnnxValue start = plan.Start(counter), steps = scope.Cast(number, start.DType);
        if (plan.StepOf(counter) != 1)
        {
            steps = scope.Mul(steps, scope.Scalar(start.DType, plan.StepOf(counter)));
        }

        return start.Elements is [var first] && first.Is(0) ? steps : scope.Add(start, steps);
    }

    private void Hoist(LoopPlan plan)
    {
        HashSet<TfNode> invariants = InvariantCode.Of(plan.Body, plan.Roles);
        foreach (TfNode node in plan.Body.Schedule().Where(n => invariants.Contains(n) && n.InputList.Count > 0))
        {
            _op.Emitter.Evaluate(new TfOutput(node, 0), _op.Scope);
        }
    }

    /// <summary>Gives up what the body does not keep of the carried values' shapes; returns whether it has to be written again.</summary>
    private bool Loosen(LoopPlan plan, Iteration iteration)
    {
        bool again = false;
        foreach (int variable in plan.Having(LoopRole.Carried))
        {
            again |= _carried[variable].Loosen(_op, iteration.After[variable]!);
        }

        return again;
    }

    private Translated?[] Finish(LoopPlan plan, Iteration iteration, OnnxValue? goes)
    {
        int[] carried = [.. plan.Having(LoopRole.Carried)], written = [.. plan.Having(LoopRole.Written)];
        OpContext body = iteration.Body;
        body.Scope.Return(iteration.Goes);
        foreach (int variable in carried)
        {
            body.Scope.Return(_carried[variable].Result(body, iteration.After[variable]!));
        }

        iteration.Written.ForEach(body.Scope.Return);
        OnnxValue[] outputs = carried.Length + written.Length == 0 ? [] : _op.EmitMany(
            "Loop",
            carried.Length + written.Length,
            new OnnxAttributes { ["body"] = body.Scope },
            [_trips, goes ?? (carried.Length == 0 ? _op.Scalar(DType.Bool, 1) : null), .. carried.Select(variable => _carried[variable].Initial)]);
        return Results(plan, i => plan.Role(i) == LoopRole.Carried
            ? _carried[i].Output(outputs[Array.IndexOf(carried, i)])
            : Collected(plan, outputs[carried.Length + Array.IndexOf(written, i)], i));
    }

    /// <summary>The variables of a loop that became recurrent operators.</summary>
    private Translated?[] Finish(LoopPlan plan, Dictionary<int, Translated> recurrent) => Results(plan, i => plan.Role(i) == LoopRole.Written
        ? Collected(plan, ((Translated.TensorList)recurrent[i]).Elements, i)
        : recurrent[i]);

    /// <summary>The variables after the loop.</summary>
    /// <param name="plan">Their roles.</param>
    /// <param name="computed">What became of a variable that the iterations compute.</param>
    private Translated?[] Results(LoopPlan plan, Func<int, Translated?> computed)
    {
        var results = new Translated?[plan.Count];
        for (int i = 0; i < plan.Count; i++)
        {
            results[i] = plan.Role(i) switch
            {
                LoopRole.Invariant => _initial[i],
                LoopRole.Unread => null,
                LoopRole.Counter => LastOf(plan, i),
                _ => computed(i),
            };
        }

        return results;
    }

    private Translated.Value LastOf(LoopPlan plan, int counter) => new(At(_op, plan, counter, _op.Emit("Max", _trips, _op.Long(0))));

    /// <summary>The list that a scan output stands for: elements before and behind those that were written stay as they were.</summary>
    private Translated.TensorList Collected(LoopPlan plan, OnnxValue scanned, int list)
    {
        if (plan.IsCounted && _trips!.Elements is [var count] && scanned.Shape is { } shape)
        {
            scanned.Shape = [count, .. shape[1..]];
        }

        int? counter = plan.Write(list).Index is { } index ? plan.CounterOf(index) : null;
        if (counter is not null && !(plan.IsIteration(counter.Value) && _initial[list] is Translated.EmptyList))
        {
            return new Translated.TensorList(Between(plan, scanned, (Translated.List)_initial[list], counter.Value));
        }

        OnnxValue length = ((Translated.EmptyList)_initial[list]).Length;
        bool fits = length.Elements is [var size] && (size.Is(0) || (scanned.Shape is [var written, ..] && written == size));
        return new Translated.TensorList(fits
            ? scanned
            : TensorLists.Resized(_op, scanned, _op.Emit("Max", length, _op.Size(scanned, 0))));
    }

    /// <summary>A list with what was written from where the counter began, upwards or downwards.</summary>
    private OnnxValue Between(LoopPlan plan, OnnxValue scanned, Translated.List before, int counter)
    {
        bool up = plan.StepOf(counter) > 0;
        OnnxValue start = _op.Cast(plan.Start(counter), DType.Int64), count = _op.Size(scanned, 0);
        OnnxValue first = up ? start : _op.Sub(_op.Add(start, _op.Long(1)), count);
        OnnxValue elements = before is Translated.EmptyList empty ? TensorLists.ZerosLike(_op, empty, scanned) : TensorLists.Stacked(_op, before);
        OnnxValue begin = _op.Reshape(first, 1), end = _op.Reshape(_op.Add(first, count), 1);
        OnnxValue result = _op.Concat(
            0,
            _op.Emit("Slice", elements, _op.Longs(0), begin, _op.Longs(0)),
            up ? scanned : _op.Reversed(scanned, 0),
            _op.Emit("Slice", elements, end, _op.Longs(long.MaxValue), _op.Longs(0)));
        if (result.Shape is { } shape && elements.Shape is { } whole)
        {
            result.Shape = [whole[0], .. shape[1..]];
        }

        return result;
    }

    private static OnnxValue Tensor(Translated value) => value is Translated.Value { Onnx.IsSequence: false } tensor
        ? tensor.Onnx
        : throw new OpRefusedException("a list or handle stands where a tensor is expected");

    /// <summary>A body as it was written once.</summary>
    private sealed record Iteration(OpContext Body, OnnxValue Goes, Translated?[] After, List<OnnxValue> Written);
}
