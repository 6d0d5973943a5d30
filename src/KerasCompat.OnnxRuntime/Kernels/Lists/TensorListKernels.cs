using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Lists;

/// <summary>
/// Lists of tensors (tensorflow/core/ops/list_ops.cc) of any element type: for strings, and for loops that run outside of ONNX. Inside of
/// ONNX the translator turns them into tensors.
/// </summary>
internal static class TensorListKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("EmptyTensorList", context => Output(context, new TensorListValue(ElementType(context), Shape(context, 0), [])));
        table.Add("TensorListReserve", context => Output(context, new TensorListValue(ElementType(context), Shape(context, 0), new HostTensor?[Length(context, 1)])));
        table.Add("TensorListFromTensor", context => Output(context, FromTensor(context)));
        table.Add("TensorListLength", context => context.Allocate(0, DType.Int32, []).Values<int>()[0] = List(context, 0).Items.Length);
        table.Add("TensorListElementShape", ElementShape);
        table.Add("TensorListResize", Resize);
        table.Add("TensorListPushBack", context => Output(context, List(context, 0) is var list ? list with { Items = [.. list.Items, context.Input(1).Clone()] } : null!));
        table.Add("TensorListPopBack", PopBack);
        table.Add("TensorListGetItem", context => context.SetOutput(0, List(context, 0).Item(checked((int)context.Integer(1)), Shape(context, 2))));
        table.Add("TensorListSetItem", SetItem);
        table.Add("TensorListStack", Stack);
        table.Add("TensorListGather", Gather);
        table.Add("TensorListScatter", context => Scatter(context, -1));
        table.Add("TensorListScatterV2", context => Scatter(context, context.Integer(3)));
        table.Add("TensorListScatterIntoExistingList", ScatterInto);
        table.Add("TensorListConcat", context => Concat(context, null));
        table.Add("TensorListConcatV2", context => Concat(context, Shape(context, 1)));
        table.Add("TensorListConcatLists", ConcatLists);
        table.Add("TensorListSplit", Split);
    }

    private static DType ElementType(KernelContext context) => context.Attributes.Type("element_dtype");

    private static int Length(KernelContext context, int input)
    {
        long length = context.Integer(input);
        KernelContext.Require(length is >= 0 and <= 1 << 24, $"a list cannot have {length} elements");
        return (int)length;
    }

    /// <summary>An element shape: a vector, or the scalar -1 for an unknown rank.</summary>
    private static long[]? Shape(KernelContext context, int input) => context.Input(input).Rank == 0 ? null : context.Integers(input);

    private static TensorListValue List(KernelContext context, int input) =>
        context.Input(input) is { IsObject: true, Count: 1 } handle && handle.Objects[0] is TensorListValue list
            ? list
            : throw KernelContext.Refuse($"input {input} is no list of tensors");

    private static void Output(KernelContext context, TensorListValue list) => context.SetOutput(0, HostTensor.ScalarObject(DType.Variant, list));

    private static TensorListValue FromTensor(KernelContext context)
    {
        HostTensor tensor = context.Input(0);
        KernelContext.Require(tensor.Rank > 0, "a scalar cannot be made a list");
        return new TensorListValue(tensor.DType, Shape(context, 1) ?? [.. tensor.Shape[1..].ToArray().Select(d => (long)d)], Rows(tensor));
    }

    private static HostTensor?[] Rows(HostTensor tensor)
    {
        var rows = new HostTensor?[tensor.Shape[0]];
        nint[] shape = tensor.Shape[1..].ToArray();
        int run = KernelShapes.Count(shape);
        for (int i = 0; i < rows.Length; i++)
        {
            HostTensor row = HostTensor.Allocate(tensor.DType, shape);
            HostTensor.Copy(tensor, i * run, row, 0, run);
            rows[i] = row;
        }

        return rows;
    }

    private static void ElementShape(KernelContext context)
    {
        DType type = context.Attributes.Type("shape_type", DType.Int32);
        long[]? shape = List(context, 0).ElementShape;
        if (shape is not null)
        {
            Strings.UnicodeKernels.Integers(context, 0, type, shape);
            return;
        }

        HostTensor unknown = context.Allocate(0, type, []);
        unknown.Bytes.Fill(0xFF);
    }

    private static void Resize(KernelContext context)
    {
        TensorListValue list = List(context, 0);
        HostTensor?[] items = list.Items;
        Array.Resize(ref items, Length(context, 1));
        Output(context, list with { Items = items });
    }

    private static void PopBack(KernelContext context)
    {
        TensorListValue list = List(context, 0);
        KernelContext.Require(list.Items.Length > 0, "trying to pop from an empty list");
        context.SetOutput(1, list.Item(list.Items.Length - 1, Shape(context, 1)));
        Output(context, list with { Items = list.Items[..^1] });
    }

    private static void SetItem(KernelContext context)
    {
        TensorListValue list = List(context, 0);
        long index = context.Integer(1);
        bool grows = context.Attributes.Bool("resize_if_index_out_of_bounds", false) && index is >= 0 and < 1 << 24;
        KernelContext.Require(index >= 0 && (index < list.Items.Length || grows), $"trying to modify element {index} in a list with {list.Items.Length} elements");
        var items = new HostTensor?[Math.Max(list.Items.Length, (int)index + 1)];
        list.Items.CopyTo(items, 0);
        items[index] = context.Input(2).Clone();
        Output(context, list with { Items = items });
    }

    private static void Stack(KernelContext context)
    {
        TensorListValue list = List(context, 0);
        long count = context.Attributes.Int("num_elements", -1);
        KernelContext.Require(count < 0 || count == list.Items.Length, $"operation expected a list with {count} elements but got one with {list.Items.Length}");
        Pack(context, list, [.. Enumerable.Range(0, list.Items.Length)], Shape(context, 1));
    }

    private static void Gather(KernelContext context) =>
        Pack(context, List(context, 0), [.. context.Integers(1).Select(i => checked((int)i))], Shape(context, 2));

    private static void Pack(KernelContext context, TensorListValue list, int[] indices, long[]? wanted)
    {
        nint[] shape = list.Items.Length > 0 || TensorListValue.Merge(list.ElementShape, wanted) is not null
            ? list.ShapeOfMissing(wanted)
            : throw KernelContext.Refuse("an empty list of elements of unknown shape cannot be stacked");
        int run = KernelShapes.Count(shape);
        HostTensor output = context.Allocate(0, list.DType, [indices.Length, .. shape]);
        for (int i = 0; i < indices.Length; i++)
        {
            HostTensor item = list.Item(indices[i], wanted);
            KernelContext.Require(item.Shape.SequenceEqual(shape), $"the elements of the list differ in shape: {item} and {KernelShapes.Write(shape)}");
            HostTensor.Copy(item, 0, output, i * run, run);
        }
    }

    private static void Scatter(KernelContext context, long count)
    {
        long[] indices = context.Integers(1);
        long length = Math.Max(count, indices.Length == 0 ? 0 : indices.Max() + 1);
        KernelContext.Require(length <= 1 << 24 && Array.TrueForAll(indices, i => i >= 0), "the indices are not those of a list");
        HostTensor?[] rows = Rows(context.Input(0)), items = new HostTensor?[length];
        for (int i = 0; i < indices.Length; i++)
        {
            items[indices[i]] = rows[i];
        }

        Output(context, new TensorListValue(context.Input(0).DType, Shape(context, 2), items));
    }

    private static void ScatterInto(KernelContext context)
    {
        TensorListValue list = List(context, 0);
        long[] indices = context.Integers(2);
        HostTensor?[] rows = Rows(context.Input(1)), items = [.. list.Items];
        for (int i = 0; i < indices.Length; i++)
        {
            KernelContext.Require(indices[i] >= 0 && indices[i] < items.Length, $"index {indices[i]} is out of range of a list with {items.Length} elements");
            items[indices[i]] = rows[i];
        }

        Output(context, list with { Items = items });
    }

    /// <summary>Joins along the first dimension of the elements, and tells how long each was.</summary>
    private static void Concat(KernelContext context, long[]? wanted)
    {
        TensorListValue list = List(context, 0);
        HostTensor[] items = [.. Enumerable.Range(0, list.Items.Length).Select(i => list.Item(i, wanted))];
        nint[] rest = items.Length > 0 ? items[0].Shape[1..].ToArray() : KernelShapes.ToShape([.. (wanted ?? list.ElementShape ?? [0]).Skip(1).Select(d => Math.Max(0, d))]);
        HostTensor output = context.Allocate(0, list.DType, [(nint)items.Sum(i => i.Shape[0]), .. rest]);
        Span<long> lengths = context.Allocate(1, DType.Int64, [items.Length]).Values<long>();
        int at = 0;
        for (int i = 0; i < items.Length; i++)
        {
            KernelContext.Require(items[i].Shape[1..].SequenceEqual(rest), $"the elements of the list differ in shape: {items[i]}");
            HostTensor.Copy(items[i], 0, output, at, items[i].Count);
            at += items[i].Count;
            lengths[i] = items[i].Shape[0];
        }
    }

    private static void ConcatLists(KernelContext context)
    {
        TensorListValue list = List(context, 0);
        Output(context, list with { Items = [.. list.Items, .. List(context, 1).Items] });
    }

    private static void Split(KernelContext context)
    {
        HostTensor tensor = context.Input(0);
        long[] lengths = context.Integers(2);
        KernelContext.Require(tensor.Rank > 0 && lengths.Sum() == tensor.Shape[0], $"the lengths do not add up to the first dimension of {tensor}");
        int run = tensor.Shape[0] == 0 ? 0 : tensor.Count / (int)tensor.Shape[0], at = 0;
        var items = new HostTensor?[lengths.Length];
        for (int i = 0; i < items.Length; i++)
        {
            HostTensor item = HostTensor.Allocate(tensor.DType, [(nint)lengths[i], .. tensor.Shape[1..]]);
            HostTensor.Copy(tensor, at, item, 0, item.Count);
            at += (int)lengths[i] * run;
            items[i] = item;
        }

        Output(context, new TensorListValue(tensor.DType, Shape(context, 1), items));
    }
}
