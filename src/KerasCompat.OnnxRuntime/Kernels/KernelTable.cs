using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>The managed kernels by the name of their TensorFlow op. Each family of ops adds its own.</summary>
internal sealed class KernelTable : IKernelCatalog
{
    private readonly Dictionary<string, Entry> _entries = [];

    private KernelTable()
    {
    }

    /// <summary>Every kernel there is.</summary>
    public static KernelTable All { get; } = Create();

    /// <summary>The names of the ops, sorted.</summary>
    public IEnumerable<string> Ops => _entries.Keys.Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool CanRun(TfNode node) =>
        _entries.TryGetValue(node.Op, out Entry? entry) && (entry.Condition is null || entry.Condition(node));

    /// <summary>Adds a kernel.</summary>
    /// <param name="op">The TensorFlow op.</param>
    /// <param name="kernel">What runs it.</param>
    /// <param name="condition">For which nodes it can; null for all.</param>
    public void Add(string op, TfKernel kernel, Func<TfNode, bool>? condition = null) => _entries.Add(op, new Entry(kernel, condition));

    /// <summary>The kernel of an op, or null when there is none.</summary>
    /// <param name="op">The TensorFlow op.</param>
    public TfKernel? Find(string op) => _entries.TryGetValue(op, out Entry? entry) ? entry.Kernel : null;

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
