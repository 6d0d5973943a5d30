using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tables;

/// <summary>Lookup tables (tensorflow/core/ops/lookup_ops.cc), of any key and value type.</summary>
internal static class TableKernels
{
    public static void AddTo(KernelTable table)
    {
        foreach (string op in (string[])["HashTableV2", "HashTable", "MutableHashTableV2", "MutableHashTable", "MutableHashTableOfTensorsV2", "MutableHashTableOfTensors", "AnonymousMutableHashTableOfTensors", "AnonymousHashTable", "AnonymousMutableHashTable"])
        {
            table.Add(op, Handle);
        }

        foreach (string op in (string[])["MutableDenseHashTableV2", "MutableDenseHashTable", "AnonymousMutableDenseHashTable"])
        {
            table.Add(op, DenseHandle);
        }

        AddBoth(table, "LookupTableFind", Find);
        AddBoth(table, "LookupTableSize", Size);
        AddBoth(table, "LookupTableImport", context => Insert(context, replace: true));
        AddBoth(table, "LookupTableInsert", context => Insert(context, replace: false));
        AddBoth(table, "LookupTableExport", Export);
        AddBoth(table, "LookupTableRemove", context => Table(context, 0).Remove(context.Input(1)));
        AddBoth(table, "InitializeTable", context => Initialize(Table(context, 0), context.Input(1), context.Input(2)));
        AddBoth(table, "InitializeTableFromTextFile", FromTextFile);
    }

    private static void AddBoth(KernelTable table, string op, TfKernel kernel)
    {
        table.Add(op, kernel);
        table.Add(op + "V2", kernel);
    }

    private static void Handle(KernelContext context)
    {
        TfNode node = context.Node;
        context.Cache ??= HostTensor.ScalarObject(
            DType.Resource,
            context.Resources.GetOrCreate(node, name => new LookupTable(name, node.Attributes.Type("key_dtype"), node.Attributes.Type("value_dtype"))));
        context.SetOutput(0, (HostTensor)context.Cache);
    }

    /// <summary>Inputs: the key of places that are empty, and from version 2 on that of places that were emptied.</summary>
    private static void DenseHandle(KernelContext context)
    {
        TfNode node = context.Node;
        context.Cache ??= HostTensor.ScalarObject(
            DType.Resource,
            context.Resources.GetOrCreate(node, name => new LookupTable(name, node.Attributes.Type("key_dtype"), node.Attributes.Type("value_dtype"))
            {
                Reserved = Enumerable.Range(0, context.InputCount).Where(i => context.Input(i).Count == 1).Select(i => ElementKey.Of(context.Input(i).Clone(), 0)).ToHashSet(),
            }));
        context.SetOutput(0, (HostTensor)context.Cache);
    }

    /// <summary>The table whose handle an input is.</summary>
    internal static LookupTable Table(KernelContext context, int input) =>
        context.Input(input) is { IsObject: true, Count: 1 } handle && handle.Objects[0] is LookupTable table
            ? table
            : throw KernelContext.Refuse("the input is no handle of a table");

    private static void Find(KernelContext context)
    {
        LookupTable table = Table(context, 0);
        HostTensor keys = context.Input(1);
        KernelContext.Require(keys.DType == table.KeyType, $"table '{table.Name}' has keys of {table.KeyType.Name()}, got {keys}");
        table.RequireAllowed(keys);
        table.Find(keys, context.Input(2), shape => context.Allocate(0, table.ValueType, shape));
    }

    private static void Size(KernelContext context) =>
        context.Allocate(0, DType.Int64, []).Values<long>()[0] = Table(context, 0).Count;

    private static void Insert(KernelContext context, bool replace)
    {
        LookupTable table = Table(context, 0);
        table.RequireAllowed(context.Input(1));
        table.Insert(context.Input(1), context.Input(2), replace);
    }

    private static void Export(KernelContext context)
    {
        (HostTensor keys, HostTensor values) = Table(context, 0).Export();
        context.SetOutput(0, keys);
        context.SetOutput(1, values);
    }

    /// <summary>An immutable table is filled once; filling it again with the model's own pairs changes nothing.</summary>
    private static void Initialize(LookupTable table, HostTensor keys, HostTensor values)
    {
        if (!table.IsInitialized)
        {
            table.Insert(keys, values, replace: true, once: true);
        }
    }

    private static void FromTextFile(KernelContext context)
    {
        LookupTable table = Table(context, 0);
        if (!table.IsInitialized)
        {
            (HostTensor keys, HostTensor values) = VocabularyFile.Read(context, table);
            Initialize(table, keys, values);
        }
    }
}
