using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Flow;

/// <summary>What can be said of a while loop before it is written: the role of each variable, and how often it runs.</summary>
internal sealed class LoopPlan
{
    private readonly IReadOnlyList<Translated> _initial;
    private readonly LoopRole[] _roles;
    private readonly long[] _steps;
    private readonly ListWrite?[] _writes;

    /// <param name="condition">The loop's condition.</param>
    /// <param name="body">The loop's body.</param>
    /// <param name="initial">What its variables are before it.</param>
    /// <param name="read">The variables that are read after it; null where that is not known.</param>
    public LoopPlan(TfGraph condition, TfGraph body, IReadOnlyList<Translated> initial, IReadOnlySet<int>? read)
    {
        SegmentEmitter.Require(condition, initial.Count);
        SegmentEmitter.Require(body, initial.Count);
        if (body.Fetches.Count != initial.Count || condition.Fetches.Count != 1)
        {
            throw new OpRefusedException($"'{body.Name}' returns {body.Fetches.Count} results for {initial.Count} variables");
        }

        Condition = condition;
        Body = body;
        _initial = initial;
        _roles = new LoopRole[initial.Count];
        _steps = new long[initial.Count];
        _writes = new ListWrite?[initial.Count];
        for (int i = 0; i < _roles.Length; i++)
        {
            _roles[i] = body.Fetches[i] == new TfOutput(body.Feeds[i], 0) ? LoopRole.Invariant : LoopRole.Carried;
            if (_roles[i] == LoopRole.Carried && Step(i) is { } step)
            {
                _roles[i] = LoopRole.Counter;
                _steps[i] = step;
            }
        }

        Invariants = InvariantCode.Of(condition, _roles);
        Limits = [.. Conjuncts(condition.Fetches[0]).Select(Limit).OfType<LoopLimit>()];
        Conditions = [.. Conjuncts(condition.Fetches[0]).Where(c => Limit(c) is null)];
        FindWrites();
        if (!IsCounted)
        {
            // Where the loop may end early, the number of iterations is not known outside of it.
            foreach (int counter in Having(LoopRole.Counter).ToArray())
            {
                _roles[counter] = LoopRole.Carried;
            }
        }

        FindUnread(read);
    }

    public TfGraph Condition { get; }

    public TfGraph Body { get; }

    /// <summary>The nodes of the condition that no iteration changes.</summary>
    public HashSet<TfNode> Invariants { get; }

    /// <summary>What bounds the number of iterations. The loop ends at the first of them.</summary>
    public IReadOnlyList<LoopLimit> Limits { get; }

    /// <summary>What else must hold for the loop to go on.</summary>
    public IReadOnlyList<TfOutput> Conditions { get; }

    /// <summary>Whether the number of iterations is known before the first.</summary>
    public bool IsCounted => Limits.Count > 0 && Conditions.Count == 0;

    public int Count => _roles.Length;

    public IReadOnlyList<LoopRole> Roles => _roles;

    public LoopRole Role(int variable) => _roles[variable];

    /// <summary>What a counter grows by.</summary>
    public long StepOf(int counter) => _steps[counter];

    /// <summary>How the body writes a list.</summary>
    public ListWrite Write(int list) => _writes[list]!;

    /// <summary>The variables that have a role, as it is when this is asked.</summary>
    public List<int> Having(LoopRole role)
    {
        var having = new List<int>();
        for (int i = 0; i < _roles.Length; i++)
        {
            if (_roles[i] == role)
            {
                having.Add(i);
            }
        }

        return having;
    }

    /// <summary>The value a counter begins with.</summary>
    public OnnxValue Start(int counter) => ((Translated.Value)_initial[counter]).Onnx;

    private long? Step(int variable)
    {
        TfOutput result = Body.Fetches[variable];
        var own = new TfOutput(Body.Feeds[variable], 0);
        if (_initial[variable] is not Translated.Value { Onnx: { DType: DType.Int32 or DType.Int64, Rank: 0 } } || result.Node.InputList.Count != 2)
        {
            return null;
        }

        (TfOutput a, TfOutput b) = (result.Node.InputList[0], result.Node.InputList[1]);
        return result.Node.Op switch
        {
            "Add" or "AddV2" when a == own => Integer(b),
            "Add" or "AddV2" when b == own => Integer(a),
            "Sub" when a == own => -Integer(b),
            _ => null,
        };
    }

    /// <summary>A number that is known while translating: a constant in the body, or one that was given to the loop.</summary>
    private long? Integer(TfOutput output) => output.Node switch
    {
        { Op: "Const" } constant when constant.Attributes.Tensor("value") is { ElementCount: 1, DType: DType.Int32 or DType.Int64 } value => Constants.ToIntegers(value)[0],
        _ when Position(Body, output) is >= 0 and var variable && Body.Fetches[variable] == output
            && _initial[variable] is Translated.Value { Onnx.Elements: [{ IsKnown: true } given] } => given.Value,
        _ => null,
    };

    /// <summary>The parts of a condition that must all hold.</summary>
    private static IEnumerable<TfOutput> Conjuncts(TfOutput condition)
    {
        var stack = new Stack<TfOutput>([condition]);
        while (stack.TryPop(out TfOutput part))
        {
            if (part.Node.Op == "LogicalAnd" && part.Node.InputList.Count == 2)
            {
                stack.Push(part.Node.InputList[1]);
                stack.Push(part.Node.InputList[0]);
            }
            else
            {
                yield return part;
            }
        }
    }

    /// <summary>A comparison of a counter with something that no iteration changes.</summary>
    private LoopLimit? Limit(TfOutput comparison)
    {
        TfNode node = comparison.Node;
        if (node.Op is not ("Less" or "LessEqual" or "Greater" or "GreaterEqual") || node.InputList.Count != 2)
        {
            return null;
        }

        bool swapped = Counter(node.InputList[0]) is null;
        int? counter = Counter(node.InputList[swapped ? 1 : 0]);
        TfOutput limit = node.InputList[swapped ? 0 : 1];
        bool up = node.Op.StartsWith("Less", StringComparison.Ordinal) != swapped;
        return counter is { } index && Invariants.Contains(limit.Node) && (up ? _steps[index] > 0 : _steps[index] < 0)
            ? new LoopLimit(index, limit, node.Op.EndsWith("Equal", StringComparison.Ordinal))
            : null;
    }

    private int? Counter(TfOutput output)
    {
        int index = Position(Condition, output);
        return index >= 0 && _roles[index] == LoopRole.Counter ? index : null;
    }

    /// <summary>The variable that an argument of the condition or body stands for; -1 when the output is no argument.</summary>
    public static int Position(TfGraph graph, TfOutput output)
    {
        for (int i = 0; i < graph.Feeds.Count; i++)
        {
            if (ReferenceEquals(graph.Feeds[i], output.Node))
            {
                return i;
            }
        }

        return -1;
    }

    private void FindUnread(IReadOnlySet<int>? read)
    {
        if (read is null)
        {
            return;
        }

        var needed = new HashSet<int>(read);
        needed.UnionWith(Reached(Condition, Condition.Fetches[0]));
        var pending = new Queue<int>(needed);
        while (pending.TryDequeue(out int variable))
        {
            foreach (int other in Reached(Body, Body.Fetches[variable]).Where(needed.Add))
            {
                pending.Enqueue(other);
            }
        }

        for (int variable = 0; variable < _roles.Length; variable++)
        {
            if (_roles[variable] is LoopRole.Carried or LoopRole.Written && !needed.Contains(variable))
            {
                _roles[variable] = LoopRole.Unread;
            }
        }
    }

    /// <summary>The variables that an output is computed from.</summary>
    private static IEnumerable<int> Reached(TfGraph graph, TfOutput output) =>
        Scheduler.Order([output.Node]).Select(node => Position(graph, new TfOutput(node, 0))).Where(position => position >= 0);

    private void FindWrites()
    {
        IReadOnlyList<TfNode> inCondition = Condition.Schedule(), inBody = Body.Schedule();
        foreach (int list in Having(LoopRole.Carried))
        {
            if (_initial[list] is not Translated.List before || ListWrite.Find(Body.Fetches[list].Node, new TfOutput(Body.Feeds[list], 0)) is not { } write)
            {
                continue;
            }

            bool isEmpty = before is Translated.EmptyList { Length.Elements: [var length] } && length.Is(0);
            bool next = write.Index is { } index
                ? before is Translated.EmptyList or Translated.TensorList { IsOpen: false } && CounterOf(index) is not null
                : isEmpty;
            if (next && Uses(inBody, Body.Fetches, Body.Feeds[list]) == 1 && Uses(inCondition, Condition.Fetches, Condition.Feeds[list]) == 0)
            {
                _roles[list] = LoopRole.Written;
                _writes[list] = write;
            }
        }
    }

    /// <summary>The counter that an output in the body is, if it goes up or down by 1; null when it is none.</summary>
    public int? CounterOf(TfOutput output) =>
        Position(Body, output) is >= 0 and var counter && _steps[counter] is 1 or -1 ? counter : null;

    /// <summary>Whether a counter is 0 in the first iteration, 1 in the second.</summary>
    public bool IsIteration(int counter) => _steps[counter] == 1 && Start(counter).Elements is [var start] && start.Is(0);

    private static int Uses(IReadOnlyList<TfNode> nodes, IReadOnlyList<TfOutput> fetches, TfNode feed)
    {
        int uses = fetches.Count(fetch => ReferenceEquals(fetch.Node, feed));
        foreach (TfNode node in nodes)
        {
            foreach (TfOutput input in node.InputList)
            {
                uses += ReferenceEquals(input.Node, feed) ? 1 : 0;
            }
        }

        return uses;
    }
}
