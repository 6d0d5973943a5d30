using System.Collections.Concurrent;
using KerasCompat.Onnx.Graph;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.SavedModel;

namespace KerasCompat.OnnxRuntime.State;

/// <summary>
/// The variables, tables and other resources of one loaded model, by name. They live as long as the model is loaded and are shared by all
/// of its signatures and callers.
/// </summary>
/// <param name="modelFolder">The model's folder: the only one whose files ops may read.</param>
/// <param name="checkpointValue">The value that the checkpoint has for the variable of a handle's node; null where it has none.</param>
internal sealed class ResourceStore(string modelFolder, Func<TfNode, HostTensor?> checkpointValue)
{
    private readonly ConcurrentDictionary<(Type Kind, string Name), Lazy<object>> _resources = new();

    /// <summary>Held during a call of a signature that changes state, so that each such call is one step for all others.</summary>
    public Lock StateLock { get; } = new();

    /// <summary>The bytes of a file that an op names, which must lie in the model's folder.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="KernelException">It lies elsewhere, or is not there.</exception>
    /// <exception cref="ModelFormatException">It cannot be read.</exception>
    public byte[] ReadFile(string path)
    {
        string folder = Path.GetFullPath(modelFolder) + Path.DirectorySeparatorChar;
        KernelContext.Require(
            !path.Contains('\0', StringComparison.Ordinal) && Path.GetFullPath(path).StartsWith(folder, StringComparison.Ordinal),
            $"the file '{path}' is not one of the model's own");
        KernelContext.Require(File.Exists(path), $"the model's file '{Path.GetFileName(path)}' is missing");
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ModelPath.Unreadable(path, e);
        }
    }

    /// <summary>The folder of the model whose checkpoint an op names.</summary>
    /// <param name="prefix">The checkpoint's prefix, as <c>.../variables/variables</c>.</param>
    /// <exception cref="KernelException">It is not the model's own.</exception>
    public string FolderOfCheckpoint(string prefix)
    {
        string own = Path.GetFullPath(Path.Combine(modelFolder, "variables", "variables"));
        KernelContext.Require(!prefix.Contains('\0', StringComparison.Ordinal) && prefix.Length > 0 && Path.GetFullPath(prefix) == own, $"the checkpoint '{prefix}' is not the model's own");
        return modelFolder;
    }

    /// <summary>The resource that a node stands for, made when it is asked for the first time.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="node">The node that makes its handle; its <c>shared_name</c>, or its own name, names the resource.</param>
    /// <param name="create">Makes it; called once, also when several threads ask at once.</param>
    public T GetOrCreate<T>(TfNode node, Func<string, T> create)
        where T : class
    {
        string sharedName = node.Attributes.String("shared_name", "");
        string name = sharedName.Length > 0 ? sharedName : node.Name;
        return (T)_resources.GetOrAdd((typeof(T), name), key => new Lazy<object>(() => create(key.Name))).Value;
    }

    /// <summary>The variable that a node stands for, with its value from the checkpoint.</summary>
    /// <param name="node">The node that makes its handle.</param>
    public Variable Variable(TfNode node) => GetOrCreate(node, name => new Variable(name, checkpointValue(node)));
}
