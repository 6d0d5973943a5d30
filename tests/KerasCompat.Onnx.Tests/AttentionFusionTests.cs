using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

public sealed class AttentionFusionTests
{
    private const int Length = 3, Heads = 2, Width = 2;

    private static readonly DType[] Float = [DType.Float32];

    public static TheoryData<long[]> Masks() => new() { { [1, 1, 1, Length] }, { [2, 1, 1, Length] }, { [1, 1, Length, Length] }, { [2, Heads, Length, Length] }, { [Length] }, { [2, 1, Length, 1] } };

    [Theory]
    [MemberData(nameof(Masks))]
    public void Attention_gives_what_its_parts_give(long[] mask)
    {
        float[] input = ConvolutionOpsTests.Numbers(2 * Length * Heads * Width, 1);
        float[] added = ConvolutionOpsTests.Numbers((int)mask.Aggregate(1L, (p, d) => p * d), 7);
        SmallGraph graph = Graph(mask, added);

        float[] fused = graph.Run("y", ("x", Tensors.Of(input, 2, Length, Heads * Width))).Values<float>();

        ConvolutionOpsTests.Close(Attend(input, mask, added), fused);
    }

    [Fact]
    public void Attention_without_a_mask_gives_what_its_parts_give()
    {
        float[] input = ConvolutionOpsTests.Numbers(2 * Length * Heads * Width, 1);

        ConvolutionOpsTests.Close(Attend(input, null, []), Graph(null, []).Run("y", ("x", Tensors.Of(input, 2, Length, Heads * Width))).Values<float>());
    }

    [Fact]
    public void Heads_that_are_split_and_joined_become_one_node()
    {
        Assert.Equal(
            ["Attention"],
            Programs.Nodes(Graph([1, 1, 1, Length], new float[Length]).Translate("y")).Select(n => n.OpType).Where(op => op != "Expand").Order());
    }

    [Fact]
    public void Queries_of_another_value_are_multiplied_by_themselves()
    {
        float[] input = ConvolutionOpsTests.Numbers(2 * Length * Heads * Width, 1);
        SmallGraph graph = Graph([1, 1, Length, Length], new float[Length * Length], queries: "other").Input("other", DType.Float32, -1, Length, Heads * Width);

        ConstantTensor x = Tensors.Of(input, 2, Length, Heads * Width);

        ConvolutionOpsTests.Close(Attend(input, null, []), graph.Run("y", ("x", x), ("other", x)).Values<float>());
        Assert.Contains(Programs.Nodes(graph.Translate("y")), node => node.OpType == "MultiHeadAttention");
    }

    [Theory]
    [InlineData(512, 256, 2, false)]
    [InlineData(16, 1024, 2, true)]
    public void Long_attention_without_a_mask_and_large_weights_are_not_packed(int length, int depth, int heads, bool masked)
    {
        SmallGraph graph = Graph(masked ? [1, 1, length, length] : null, new float[masked ? length * length : 0], length, heads, depth / heads);

        Assert.DoesNotContain(Programs.Nodes(graph.Translate("y")), node => node.OpType == "Attention");
    }

    [Fact]
    public void No_rows_give_no_rows() =>
        Assert.Equal([0L, Length, Heads * Width], Graph(null, []).Run("y", ("x", Tensors.Of<float>([], 0, Length, Heads * Width))).Shape);

    /// <summary>As transformers write it: dense layers, heads to the front, scaled products, softmax, heads back.</summary>
    private static SmallGraph Graph(long[]? mask, float[] added, int length = Length, int heads = Heads, int width = Width, string queries = "x")
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, length, heads * width)
            .Const("split", Tensors.Of([-1, length, heads, width], 4)).Const("join", Tensors.Of([-1, length, heads * width], 3)).Const("perm", Tensors.Of([0, 2, 1, 3], 4)).Const("root", Tensors.Scalar(2f));
        int seed = 2;
        foreach (string part in (string[])["q", "k", "v"])
        {
            graph.Const(part + "/w", Weights(seed++, heads * width)).Node(part + "/product", "BatchMatMulV2", [part == "q" ? queries : "x", part + "/w"], outputs: Float)
                .Node(part + "/split", "Reshape", [part + "/product", "split"]).Node(part, "Transpose", [part + "/split", "perm"]);
        }

        graph.Node("products", "BatchMatMulV2", ["q", "k"], new() { ["adj_y"] = SmallGraph.Bool(true) }, Float).Node("scores", "RealDiv", ["products", "root"]);
        if (mask is not null)
        {
            graph.Const("mask", Tensors.Of(added, mask)).Node("masked", "AddV2", ["scores", "mask"]);
        }

        return graph.Node("weights", "Softmax", [mask is null ? "scores" : "masked"]).Node("heads", "BatchMatMulV2", ["weights", "v"], outputs: Float)
            .Node("back", "Transpose", ["heads", "perm"]).Node("y", "Reshape", ["back", "join"]);
    }

    private static ConstantTensor Weights(int seed, int depth) => Tensors.Of(ConvolutionOpsTests.Numbers(depth * depth, seed), depth, depth);

    private static float[] Attend(float[] input, long[]? mask, float[] added)
    {
        const int depth = Heads * Width;
        float[] q = Product(input, 2), k = Product(input, 3), v = Product(input, 4), result = new float[input.Length];
        long[] shape = mask is null ? [1, 1, 1, 1] : [.. Enumerable.Repeat(1L, 4 - mask.Length), .. mask];
        for (int i = 0; i < 2 * Heads * Length; i++)
        {
            int batch = i / (Heads * Length), head = i / Length % Heads, query = i % Length;
            double[] scores = [.. Enumerable.Range(0, Length).Select(key => (Enumerable.Range(0, Width).Sum(d => (double)At(q, query, d) * At(k, key, d)) / 2) + Added(key))];
            double[] weights = [.. scores.Select(s => Math.Exp(s - scores.Max()))];
            for (int d = 0; d < Width; d++)
            {
                result[(((batch * Length) + query) * depth) + (head * Width) + d] = (float)(weights.Select((w, key) => w * At(v, key, d)).Sum() / weights.Sum());
            }

            float At(float[] rows, int row, int d) => rows[(((batch * Length) + row) * depth) + (head * Width) + d];

            double Added(int key) => mask is null ? 0 : added[(((((batch % shape[0] * shape[1]) + (head % shape[1])) * shape[2]) + (query % shape[2])) * shape[3]) + (key % shape[3])];
        }

        return result;
    }

    private static float[] Product(float[] rows, int seed)
    {
        const int depth = Heads * Width;
        float[] weights = Weights(seed, depth).Values<float>();
        return [.. Enumerable.Range(0, rows.Length).Select(i => Enumerable.Range(0, depth).Sum(k => rows[(i / depth * depth) + k] * weights[(k * depth) + (i % depth)]))];
    }
}
