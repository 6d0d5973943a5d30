using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

public sealed class EinsumOpsTests
{
    [Theory]
    [InlineData("ij,jk->ik", new long[] { 2, 3 }, new long[] { 3, 4 })]
    [InlineData("ij,kj->ik", new long[] { 2, 3 }, new long[] { 4, 3 })]
    [InlineData("bij,bjk->bik", new long[] { 2, 3, 4 }, new long[] { 2, 4, 5 })]
    [InlineData("abc,cde->abde", new long[] { 2, 3, 4 }, new long[] { 4, 2, 5 })]
    [InlineData("abcd,cde->abe", new long[] { 2, 3, 4, 2 }, new long[] { 4, 2, 5 })]
    [InlineData("aecd,abcd->acbe", new long[] { 2, 3, 2, 4 }, new long[] { 2, 5, 2, 4 })]
    [InlineData("acbe,aecd->abcd", new long[] { 2, 3, 2, 4 }, new long[] { 2, 4, 3, 5 })]
    [InlineData("i,j->ij", new long[] { 3 }, new long[] { 4 })]
    [InlineData("i,j->ji", new long[] { 3 }, new long[] { 4 })]
    [InlineData("ij,ij->", new long[] { 3, 4 }, new long[] { 3, 4 })]
    [InlineData("ij,ij->i", new long[] { 3, 4 }, new long[] { 3, 4 })]
    [InlineData("ij,j->i", new long[] { 3, 4 }, new long[] { 4 })]
    [InlineData("i,ij->j", new long[] { 3 }, new long[] { 3, 4 })]
    [InlineData("bi,bi->b", new long[] { 3, 4 }, new long[] { 3, 4 })]
    [InlineData("ijk,jil->kl", new long[] { 2, 3, 4 }, new long[] { 3, 2, 5 })]
    [InlineData("ab,cd->acbd", new long[] { 2, 3 }, new long[] { 4, 5 })]
    [InlineData("abc,bd->da", new long[] { 2, 3, 4 }, new long[] { 3, 5 })]
    [InlineData("ii,ij->j", new long[] { 3, 3 }, new long[] { 3, 4 })]
    [InlineData("bhwc,hkc->bhwk", new long[] { 2, 3, 4, 5 }, new long[] { 3, 2, 5 })]
    public void A_product_of_two_is_the_sum_over_what_the_result_lacks(string equation, long[] left, long[] right)
    {
        float[] a = Numbers(left), b = Numbers(right);
        float[] expected = Naive(equation, (left, a), (right, b));
        foreach (bool known in (bool[])[true, false])
        {
            ConstantTensor result = Graph(equation, known ? left : Unknown(left), known ? right : Unknown(right)).Run("y", ("a", Tensors.Of(a, left)), ("b", Tensors.Of(b, right)));

            Assert.Equal(expected, result.Values<float>());
        }
    }

    [Fact]
    public void An_ellipsis_stands_for_the_other_axes()
    {
        float[] a = Numbers([2, 2, 3]), b = Numbers([3, 4]);

        float[] result = Graph("...ij,jk->...ik", [2, 2, 3], [3, 4]).Run("y", ("a", Tensors.Of(a, 2, 2, 3)), ("b", Tensors.Of(b, 3, 4))).Values<float>();

        Assert.Equal(Naive("xij,jk->xik", ([2, 2, 3], a), ([3, 4], b)), result);
    }

    [Fact]
    public void Axes_of_ellipses_broadcast()
    {
        float[] a = Numbers([2, 1, 2, 3]), b = Numbers([4, 3, 2]);

        ConstantTensor result = Graph("...ij,...jk->...ik", [2, 1, 2, 3], [4, 3, 2]).Run("y", ("a", Tensors.Of(a, 2, 1, 2, 3)), ("b", Tensors.Of(b, 4, 3, 2)));

        Assert.Equal([2L, 4, 2, 2], result.Shape);
        Assert.Equal(Naive("pij,qjk->pqik", ([2, 2, 3], a), ([4, 3, 2], b)), result.Values<float>());
    }

    [Theory]
    [InlineData("ijk->kij")]
    [InlineData("ijk->ki")]
    [InlineData("ijk->")]
    public void One_operand_is_summed_and_transposed(string equation)
    {
        float[] a = Numbers([2, 3, 4]);
        var graph = new SmallGraph().Input("a", DType.Float32, 2, -1, 4).Node("y", "Einsum", ["a"], new() { ["equation"] = SmallGraph.Text(equation) });

        float[] result = graph.Run("y", ("a", Tensors.Of(a, 2, 3, 4))).Values<float>();

        Assert.Equal(Naive(equation, ([2, 3, 4], a)), result);
    }

    private static SmallGraph Graph(string equation, long[] left, long[] right) => new SmallGraph()
        .Input("a", DType.Float32, left).Input("b", DType.Float32, right)
        .Node("y", "Einsum", ["a", "b"], new() { ["equation"] = SmallGraph.Text(equation) });

    private static long[] Unknown(long[] shape) => Array.ConvertAll(shape, _ => -1L);

    /// <summary>Small whole numbers, so that sums are exact in any order.</summary>
    private static float[] Numbers(long[] shape) => [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (p, d) => p * d)).Select(i => (float)((i * 7 % 11) - 5))];

    private static float[] Naive(string equation, params (long[] Shape, float[] Values)[] operands)
    {
        string[] sides = equation.Split("->");
        string[] terms = sides[0].Split(',');
        var sizes = new Dictionary<char, long>();
        for (int i = 0; i < terms.Length; i++)
        {
            for (int k = 0; k < terms[i].Length; k++)
            {
                sizes[terms[i][k]] = operands[i].Shape[k];
            }
        }

        char[] labels = [.. sides[1], .. sizes.Keys.Where(l => !sides[1].Contains(l, StringComparison.Ordinal))];
        long outer = sides[1].Aggregate(1L, (p, l) => p * sizes[l]), inner = labels.Skip(sides[1].Length).Aggregate(1L, (p, l) => p * sizes[l]);
        var result = new float[outer];
        for (long i = 0; i < outer * inner; i++)
        {
            var at = new Dictionary<char, long>();
            long rest = i;
            for (int k = labels.Length - 1; k >= 0; k--)
            {
                at[labels[k]] = rest % sizes[labels[k]];
                rest /= sizes[labels[k]];
            }

            float product = 1;
            for (int t = 0; t < terms.Length; t++)
            {
                long position = 0;
                for (int k = 0; k < terms[t].Length; k++)
                {
                    position = (position * operands[t].Shape[k]) + at[terms[t][k]];
                }

                product *= operands[t].Values[position];
            }

            result[i / inner] += product;
        }

        return result;
    }
}
