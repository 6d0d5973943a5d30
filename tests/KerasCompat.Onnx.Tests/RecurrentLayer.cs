using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>How a cell computes its gates: the forms that Keras and TensorFlow have had.</summary>
public enum GateForm
{
    /// <summary>One product for all gates, split (keras/layers/rnn/lstm.py, implementation 2).</summary>
    Split,
    /// <summary>One product for all gates, cut by slices (tensorflow 2.0).</summary>
    Sliced,
    /// <summary>A product for each gate (implementation 1).</summary>
    Single,
    /// <summary>One product of input and state together (TensorFlow 1's cells).</summary>
    Joined,
}

/// <summary>What happens where a mask leaves out a step.</summary>
public enum MaskForm
{
    /// <summary>There is no mask.</summary>
    None,
    /// <summary>The last output is repeated.</summary>
    Held,
    /// <summary>The output is zero.</summary>
    Zero,
}

/// <summary>A recurrent layer as a loop over lists, in one of the forms that models hold.</summary>
public sealed record RecurrentLayer(
    string Cell, GateForm Gates, MaskForm Mask, bool HasBias, bool GoesBackwards, bool ReturnsSequence, string Activation, string GateActivation, int Seed)
{
    private const int Features = 3, Units = 2;

    private static readonly Dictionary<string, AttrValue> Float = new() { ["T"] = SmallGraph.Type(DType.Float32) };
    private static readonly Dictionary<string, AttrValue> FloatList = new() { ["element_dtype"] = SmallGraph.Type(DType.Float32), ["shape_type"] = SmallGraph.Type(DType.Int32) };
    private static readonly Dictionary<string, AttrValue> BoolList = new() { ["element_dtype"] = SmallGraph.Type(DType.Bool), ["shape_type"] = SmallGraph.Type(DType.Int32) };

    private int GateCount => Cell switch { "LSTM" => 4, "GRU" or "GRU after" => 3, _ => 1 };

    /// <summary>The layer, with inputs x [time, batch, features] and mask [time, batch, 1], and output y and last state h.</summary>
    internal SmallGraph Build()
    {
        var random = new Random(Seed);
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, -1, Features).Input("mask", DType.Bool, -1, -1, 1)
            .Const("zero", Tensors.Scalar(0)).Const("one", Tensors.Scalar(1)).Const("time_axis", Tensors.Of([0], 1))
            .Const("W", Weights(random, Features, GateCount * Units)).Const("U", Weights(random, Units, GateCount * Units)).Const("b", Weights(random, GateCount * Units))
            .Const("bu", Weights(random, GateCount * Units)).Const("WU", Weights(random, Features + Units, GateCount * Units))
            .Const("from", Tensors.Of([0], 1)).Const("to", Tensors.Of([1], 1)).Const("two", Tensors.Of([2], 1)).Const("units", Tensors.Of([Units], 1))
            .Const("element", Tensors.Of([-1, Units], 2)).Const("x_element", Tensors.Of([-1, Features], 2)).Const("zero_f", Tensors.Scalar(0f))
            .Node("shape", "Shape", ["x"], new() { ["T"] = SmallGraph.Type(DType.Float32), ["out_type"] = SmallGraph.Type(DType.Int32) }, [DType.Int32])
            .Node("n", "StridedSlice", ["shape", "from", "to", "to"], new() { ["T"] = SmallGraph.Type(DType.Int32), ["shrink_axis_mask"] = SmallGraph.Int(1) })
            .Node("batch", "StridedSlice", ["shape", "to", "two", "to"], new() { ["T"] = SmallGraph.Type(DType.Int32) })
            .Node("state_shape", "ConcatV2", ["batch", "units", "zero"], new() { ["T"] = SmallGraph.Type(DType.Int32), ["N"] = SmallGraph.Int(2) })
            .Node("h0", "Fill", ["state_shape", "zero_f"], Float).Node("c0", "Fill", ["state_shape", "one_f"], Float).Const("one_f", Tensors.Scalar(1f))
            .Node("reversed", "ReverseV2", ["x", "time_axis"], Float)
            .Node("xs", "TensorListFromTensor", [GoesBackwards ? "reversed" : "x", "x_element"], FloatList)
            .Node("ms", "TensorListFromTensor", ["mask", "x_element"], BoolList)
            .Node("ys", "TensorListReserve", ["element", ReturnsSequence ? "n" : "one"], FloatList);
        string[] arguments = ["zero", "ys", "h0", "c0", "h0", "n", "xs", "ms", "W", "U", "b", "bu", "WU"];
        DType[] types = [DType.Int32, DType.Variant, DType.Float32, DType.Float32, DType.Float32, DType.Int32, DType.Variant, DType.Variant, .. Enumerable.Repeat(DType.Float32, 5)];
        return graph
            .Function(Arguments(new SmallFunction("goes"), types).Node("less", "Less", ["i", "n"], new() { ["T"] = SmallGraph.Type(DType.Int32) }).Result(DType.Bool, "less:z:0").Build())
            .Function(Body(Arguments(new SmallFunction("step"), types)).Build())
            .Node("loop", "StatelessWhile", arguments, new() { ["cond"] = SmallGraph.Function("goes"), ["body"] = SmallGraph.Function("step"), ["T"] = SmallGraph.Types(types) })
            .Node("y", "TensorListStack", ["loop:1", "element"], FloatList);
    }

    private static SmallFunction Arguments(SmallFunction function, DType[] types)
    {
        string[] names = ["i", "ys", "h", "c", "p", "n", "xs", "ms", "W", "U", "b", "bu", "WU"];
        for (int i = 0; i < names.Length; i++)
        {
            function.Argument(names[i], types[i]);
        }

        return function;
    }

    private SmallFunction Body(SmallFunction body)
    {
        body.Const("one", 1).Const("first", 0).Const("one_f", 1f).Const("axis", 1)
            .Node("next", "AddV2", ["i", "one"], new() { ["T"] = SmallGraph.Type(DType.Int32) })
            .Constant("any", Tensors.Of([-1, -1], 2))
            .Node("x", "TensorListGetItem", ["xs", "i", "any"], FloatList)
            .Node("m", "TensorListGetItem", ["ms", "i", "any"], BoolList);
        (string h, string c) = Cell switch { "LSTM" => Lstm(body), "RNN" => (Activated(body, "value", Gate(body, 0, "h", "b"), Activation), "c"), _ => (Gru(body), "c") };
        string output = h, hidden = h, memory = c, held = "p";
        if (Mask != MaskForm.None)
        {
            body.Node("zeros", "ZerosLike", ["h"], Float).Node("hidden_masked", "SelectV2", ["m", h, "h"], Float)
                .Node("output_masked", "SelectV2", ["m", h, Mask == MaskForm.Zero ? "zeros_outside" : "p"], Float)
                .Constant("zeros_outside", Tensors.Of([0f], 1, 1));
            (output, hidden, held) = ("output_masked", "hidden_masked", "output_masked");
            if (Cell == "LSTM")
            {
                body.Node("memory_masked", "SelectV2", ["m", c, "c"], Float);
                memory = "memory_masked";
            }
        }

        body.Node("set", "TensorListSetItem", ["ys", ReturnsSequence ? "i" : "first", output], FloatList);
        string[] results = ["next", "set", hidden, memory, held, "n", "xs", "ms", "W", "U", "b", "bu", "WU"];
        DType[] types = [DType.Int32, DType.Variant, DType.Float32, DType.Float32, DType.Float32, DType.Int32, DType.Variant, DType.Variant, .. Enumerable.Repeat(DType.Float32, 5)];
        for (int i = 0; i < results.Length; i++)
        {
            body.Result(types[i], results[i]);
        }

        return body;
    }

    private (string Hidden, string Memory) Lstm(SmallFunction body)
    {
        string i = Activated(body, "i_gate", Gate(body, 0, "h", "b"), GateActivation), f = Activated(body, "f_gate", Gate(body, 1, "h", "b"), GateActivation);
        string g = Activated(body, "value", Gate(body, 2, "h", "b"), Activation), o = Activated(body, "o_gate", Gate(body, 3, "h", "b"), GateActivation);
        body.Node("kept", "Mul", [f, "c"], Float).Node("added", "Mul", [i, g], Float).Node("memory", "AddV2", ["kept", "added"], Float);
        body.Node("hidden", "Mul", [o, Activated(body, "squashed", "memory", Activation)], Float);
        return ("hidden", "memory");
    }

    private string Gru(SmallFunction body)
    {
        string z = Activated(body, "z_gate", Gate(body, 0, "h", "b"), GateActivation), r = Activated(body, "r_gate", Gate(body, 1, "h", "b"), GateActivation);
        body.Node("x_part", "MatMul", ["x", Columns(body, "W", 2)], Float);
        string fromInput = HasBias ? Biased(body, "x_biased", "x_part", "b", 2) : "x_part";
        if (Cell == "GRU after")
        {
            body.Node("h_part", "MatMul", ["h", Columns(body, "U", 2)], Float);
            body.Node("reset", "Mul", [r, HasBias ? Biased(body, "h_biased", "h_part", "bu", 2) : "h_part"], Float);
        }
        else
        {
            body.Node("reset_state", "Mul", [r, "h"], Float).Node("reset", "MatMul", ["reset_state", Columns(body, "U", 2)], Float);
        }

        body.Node("sum", "AddV2", [fromInput, "reset"], Float);
        string value = Activated(body, "value", "sum", Activation);
        body.Node("kept", "Mul", [z, "h"], Float).Node("rest", "Sub", ["one_f", z], Float).Node("added", "Mul", ["rest", value], Float);
        body.Node("hidden", "AddV2", ["kept", "added"], Float);
        return "hidden";
    }

    /// <summary>What a gate's activation is applied to.</summary>
    private string Gate(SmallFunction body, int gate, string state, string bias)
    {
        string name = "gate" + gate;
        if (Gates == GateForm.Single)
        {
            body.Node(name + "_x", "MatMul", ["x", Columns(body, "W", gate)], Float).Node(name + "_h", "MatMul", [state, Columns(body, "U", gate)], Float)
                .Node(name, "AddV2", [HasBias ? Biased(body, name + "_b", name + "_x", bias, gate) : name + "_x", name + "_h"], Float);
            return name;
        }

        if (gate == 0)
        {
            if (Gates == GateForm.Joined)
            {
                body.Node("joined", "ConcatV2", ["x", state, "axis"], new(Float) { ["N"] = SmallGraph.Int(2) }).Node("product", "MatMul", ["joined", "WU"], Float);
            }
            else
            {
                body.Node("product_x", "MatMul", ["x", "W"], Float).Node("product_h", "MatMul", [state, "U"], Float).Node("product", "AddV2", ["product_x", "product_h"], Float);
            }

            body.Node("biased", "BiasAdd", ["product", bias], Float);
            body.Node("split", "Split", ["axis", HasBias ? "biased" : "product"], new(Float) { ["num_split"] = SmallGraph.Int(GateCount) });
        }

        return Gates == GateForm.Sliced ? Cut(body, name, HasBias ? "biased" : "product", gate) : $"split:output:{gate}";
    }

    private static string Columns(SmallFunction body, string weights, int gate) => Cut(body, $"{weights}_{gate}", weights, gate);

    private static string Cut(SmallFunction body, string name, string matrix, int gate)
    {
        body.Constant(name + "_from", Tensors.Of([0, gate * Units], 2)).Constant(name + "_to", Tensors.Of([0, (gate + 1) * Units], 2)).Constant(name + "_step", Tensors.Of([1, 1], 2))
            .Node(name, "StridedSlice", [matrix, name + "_from", name + "_to", name + "_step"], new(Float) { ["begin_mask"] = SmallGraph.Int(1), ["end_mask"] = SmallGraph.Int(1) });
        return name;
    }

    private static string Biased(SmallFunction body, string name, string sum, string bias, int gate)
    {
        body.Constant(name + "_from", Tensors.Of([gate * Units], 1)).Constant(name + "_to", Tensors.Of([(gate + 1) * Units], 1)).Constant(name + "_step", Tensors.Of([1], 1))
            .Node(name + "_cut", "StridedSlice", [bias, name + "_from", name + "_to", name + "_step"], Float)
            .Node(name, "BiasAdd", [sum, name + "_cut"], Float);
        return name;
    }

    private static string Activated(SmallFunction body, string name, string value, string activation)
    {
        switch (activation)
        {
            case "linear":
                return value;
            case "hard_sigmoid":
                body.Const(name + "_a", 0.2f).Const(name + "_b", 0.5f).Const(name + "_0", 0f).Const(name + "_1", 1f)
                    .Node(name + "_mul", "Mul", [name + "_a", value], Float).Node(name + "_add", "AddV2", [name + "_mul", name + "_b"], Float)
                    .Node(name, "ClipByValue", [name + "_add", name + "_0", name + "_1"], Float);
                return name;
            default:
                body.Node(name, activation, [value], Float);
                return name;
        }
    }

    private static ConstantTensor Weights(Random random, params long[] shape) =>
        Tensors.Of(Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray(), shape);
}
