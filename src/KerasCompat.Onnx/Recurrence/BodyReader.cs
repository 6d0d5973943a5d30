using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Flow;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Ops;
using KerasCompat.Onnx.Translation;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>Reads the body of a loop as formulas: sums of products with weights, activations, masks.</summary>
internal sealed class BodyReader
{
    /// <summary>A cell's formulas are short; a body that is deeper is no cell.</summary>
    private const int Deepest = 64;

    private readonly OpContext _op;
    private readonly LoopPlan _plan;
    private readonly IReadOnlyList<Translated> _initial;
    private readonly HashSet<TfNode> _invariants;
    private readonly Dictionary<TfOutput, Linear?> _linear = [];
    private int _depth;

    public BodyReader(OpContext op, LoopPlan plan, IReadOnlyList<Translated> initial)
    {
        _op = op;
        _plan = plan;
        _initial = initial;
        _invariants = InvariantCode.Of(plan.Body, plan.Roles);
        foreach (int variable in plan.Having(LoopRole.Invariant))
        {
            op.Emitter.Bind(plan.Body.Feeds[variable], initial[variable]);
        }
    }

    /// <summary>The variable whose value at the beginning of an iteration an output is; -1 when it is none.</summary>
    public int Variable(TfOutput output) => LoopPlan.Position(_plan.Body, output);

    /// <summary>The variable that is the list of which an output is the element of the iteration; -1 when it is none.</summary>
    public int ListOf(TfOutput output)
    {
        return output.Node is { Op: "TensorListGetItem", InputList: [var list, var index, ..] }
            && Variable(list) is >= 0 and var variable && _plan.Role(variable) == LoopRole.Invariant
            && _initial[variable] is Translated.TensorList && Variable(index) is >= 0 and var counter && _plan.IsIteration(counter)
            ? variable
            : -1;
    }

    /// <summary>A value that no iteration changes; null when the output is none.</summary>
    public OnnxValue? Invariant(TfOutput output) =>
        _invariants.Contains(output.Node) && _op.Emitter.Evaluate(output, _op.Scope) is Translated.Value { Onnx.IsSequence: false } value ? value.Onnx : null;

    /// <summary>A number that the graph holds; null when the output is none.</summary>
    public static double? Number(TfOutput output) =>
        output.Node.Op == "Const" && output.Node.Attributes.Tensor("value") is { ElementCount: 1, DType: not DType.String } value ? Constants.ToFloats(value)[0] : null;

    /// <summary>Undoes a mask: what is chosen where it is true, what where it is false, and the list of masks; the list is -1 when there is no mask.</summary>
    public (TfOutput Kept, TfOutput Masked, int Mask) Unmask(TfOutput output)
    {
        if (output.Node is not { Op: "SelectV2" or "Select", InputList: [var condition, var kept, var masked] })
        {
            return (output, output, -1);
        }

        while (condition.Node is { Op: "Tile" or "BroadcastTo" or "ExpandDims" or "Reshape" })
        {
            condition = condition.Node.InputList[0];
        }

        return ListOf(condition) is >= 0 and var mask ? (kept, masked, mask) : (output, output, -1);
    }

    public Linear? Linear(TfOutput output)
    {
        if (!_linear.TryGetValue(output, out Linear? known) && _depth < Deepest)
        {
            _depth++;
            known = ReadLinear(output);
            _depth--;
            _linear[output] = known;
        }

        return known;
    }

    private Linear? ReadLinear(TfOutput output)
    {
        TfNode node = output.Node;
        switch (node.Op)
        {
            case "MatMul" when !node.Attributes.Bool("transpose_a", false) && !node.Attributes.Bool("transpose_b", false):
                return Product(node.InputList[0], node.InputList[1]);
            case "Add" or "AddV2" or "BiasAdd" when node.InputList.Count == 2 && node.Attributes.String("data_format", "NHWC") == "NHWC":
                return Biased(node.InputList[0], node.InputList[1]) ?? Biased(node.InputList[1], node.InputList[0])
                    ?? Recurrence.Linear.Sum(Linear(node.InputList[0]), Linear(node.InputList[1]));
            case "Split" when Number(node.InputList[0]) is 1 or -1 && Linear(node.InputList[1]) is { } whole && whole.Width % node.OutputTypes.Count == 0:
                return whole.Part(output.Index * (whole.Width / node.OutputTypes.Count), whole.Width / node.OutputTypes.Count);
            case "SplitV" when Number(node.InputList[2]) is 1 or -1 && Linear(node.InputList[0]) is { } whole:
                return Sized(whole, node.InputList[1], output.Index);
            case "StridedSlice" when Linear(node.InputList[0]) is { } whole:
                return Sliced(whole, node);
            default:
                return null;
        }
    }

    private Linear? Product(TfOutput vector, TfOutput matrix)
    {
        if (Invariant(matrix) is not { Shape: [{ IsKnown: true } rows, { IsKnown: true } columns] } weights)
        {
            return null;
        }

        if (vector.Node is { Op: "ConcatV2", InputList: [var first, var second, var axis] } && Number(axis) is 1 or -1)
        {
            // TensorFlow 1's cells multiply input and state at once (tensorflow/python/keras/layers/legacy_rnn/rnn_cell_impl.py, BasicLSTMCell).
            return FeatureCount(second) is { } behind && behind < rows.Value
                ? new Linear([(first, new Block(weights, 0, rows.Value - behind, 0, columns.Value)), (second, new Block(weights, rows.Value - behind, behind, 0, columns.Value))], [], columns.Value)
                : null;
        }

        return new Linear([(vector, new Block(weights, 0, rows.Value, 0, columns.Value))], [], columns.Value);
    }

    private long? FeatureCount(TfOutput state) =>
        Variable(state) is >= 0 and var variable && _initial[variable] is Translated.Value { Onnx.Shape: [_, { IsKnown: true } size] } ? size.Value : null;

    private Linear? Biased(TfOutput sum, TfOutput bias)
    {
        if (Invariant(bias) is not { } value || Linear(sum) is not { } linear)
        {
            return null;
        }

        if (value.Shape is [var one, _] && one.Is(1))
        {
            value = _op.Squeeze(value, 0);
        }

        bool fits = value.Shape is [] || (value.Shape is [var width] && width.Is(linear.Width));
        return fits ? linear.Plus(new Block(value, 0, 0, 0, linear.Width)) : null;
    }

    private static Linear? Sized(Linear whole, TfOutput sizes, int index)
    {
        if (sizes.Node.Op != "Const" || sizes.Node.Attributes.Tensor("value") is not { } tensor || !tensor.DType.IsInteger())
        {
            return null;
        }

        long[] lengths = Constants.ToIntegers(tensor);
        long rest = whole.Width - lengths.Where(l => l >= 0).Sum();
        lengths = Array.ConvertAll(lengths, l => l < 0 ? rest : l);
        return index < lengths.Length ? whole.Part(lengths[..index].Sum(), lengths[index]) : null;
    }

    /// <summary>Columns of a matrix: [:, a:b].</summary>
    private static Linear? Sliced(Linear whole, TfNode node)
    {
        long begins = node.Attributes.Int("begin_mask", 0), ends = node.Attributes.Int("end_mask", 0);
        bool plain = node.Attributes.Int("ellipsis_mask", 0) == 0 && node.Attributes.Int("new_axis_mask", 0) == 0 && node.Attributes.Int("shrink_axis_mask", 0) == 0;
        if (!plain || (begins & 1) == 0 || (ends & 1) == 0
            || Pair(node.InputList[1]) is not { } begin || Pair(node.InputList[2]) is not { } end || Pair(node.InputList[3]) is not [1, 1])
        {
            return null;
        }

        long from = (begins & 2) != 0 ? 0 : begin[1] < 0 ? begin[1] + whole.Width : begin[1];
        long to = (ends & 2) != 0 ? whole.Width : end[1] < 0 ? end[1] + whole.Width : Math.Min(end[1], whole.Width);
        return whole.Part(from, to - from);
    }

    private static long[]? Pair(TfOutput output) =>
        output.Node.Op == "Const" && output.Node.Attributes.Tensor("value") is ConstantTensor { ElementCount: 2 } value && value.DType.IsInteger() ? Constants.ToIntegers(value) : null;
}
