using KerasCompat.Onnx.Graph;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>The managed kernels by the name of their TensorFlow op. Each family of ops adds its own.</summary>
internal sealed class KernelTable
{
    private readonly Dictionary<string, List<Entry>> _entries = [];

    private KernelTable()
    {
    }

    /// <summary>Every kernel there is.</summary>
    public static KernelTable All { get; } = Create();

    /// <summary>The names of the ops, sorted.</summary>
    public IEnumerable<string> Ops => _entries.Keys.Order(StringComparer.Ordinal);

    /// <summary>Adds a kernel. Several of the same op are told apart by their conditions.</summary>
    /// <param name="op">The TensorFlow op.</param>
    /// <param name="kernel">What runs it.</param>
    /// <param name="condition">For which nodes it can; null for all.</param>
    public void Add(string op, TfKernel kernel, Func<TfNode, bool>? condition = null)
    {
        if (!_entries.TryGetValue(op, out List<Entry>? kernels))
        {
            kernels = [];
            _entries[op] = kernels;
        }

        kernels.Add(new Entry(kernel, condition));
    }

    /// <summary>The kernel of a node, or null when there is none.</summary>
    /// <param name="node">The node, with its attributes and element types.</param>
    public TfKernel? Find(TfNode node) =>
        _entries.TryGetValue(node.Op, out List<Entry>? kernels) ? kernels.Find(k => k.Condition is null || k.Condition(node))?.Kernel : null;

    private static KernelTable Create()
    {
        var table = new KernelTable();
        foreach (Action<KernelTable> family in KernelFamilies.All)
        {
            family(table);
        }

        return table;
    }

    private sealed record Entry(TfKernel Kernel, Func<TfNode, bool>? Condition);
}
