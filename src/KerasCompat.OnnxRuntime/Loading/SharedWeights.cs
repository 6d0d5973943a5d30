using System.Globalization;
using KerasCompat.OnnxRuntime.Native;
using KerasCompat.OnnxRuntime.Sessions;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// The weights of one model on disk: its files mapped into memory and given to ONNX Runtime where they lie. Shared by every signature and
/// every engine of this process that loads the same model, together with the copies that ONNX Runtime arranges for its kernels.
/// </summary>
internal sealed unsafe class SharedWeights
{
    private static readonly Lock Opening = new();
    private static readonly Dictionary<string, SharedWeights> Open = [];

    private readonly string _key;
    private readonly WeightFiles _files;
    private readonly Dictionary<string, OrtValue> _tensors = [];
    private readonly ReferenceCount _references;

    private SharedWeights(string key, WeightFiles files)
    {
        _key = key;
        _files = files;
        _references = new ReferenceCount(Free);
    }

    /// <summary>Weights as ONNX Runtime has arranged them for its kernels.</summary>
    public OrtPrepackedWeights Prepacked { get; } = new();

    /// <summary>The weights of a model; let go of them with <see cref="Release"/>.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="fingerprint">Differs for another model in the same folder.</param>
    public static SharedWeights Acquire(string folder, string fingerprint)
    {
        string key = $"{Path.GetFullPath(folder)}\n{fingerprint}";
        lock (Opening)
        {
            if (Open.TryGetValue(key, out SharedWeights? weights) && weights._references.TryAdd())
            {
                return weights;
            }

            weights = new SharedWeights(key, new WeightFiles(folder));
            Open[key] = weights;
            return weights;
        }
    }

    /// <summary>Gives a session the weights of its model.</summary>
    /// <param name="weights">The weights that it wants.</param>
    /// <param name="options">The options that the session is created with.</param>
    /// <exception cref="ModelFormatException">A file is missing or too short.</exception>
    public void AddTo(IReadOnlyList<OnnxImage.Weight> weights, OrtSessionOptions options)
    {
        lock (_files)
        {
            foreach (OnnxImage.Weight weight in weights)
            {
                options.AddInitializer(weight.Name, Tensor(weight));
            }
        }
    }

    /// <summary>Lets go of the weights; the files are closed when nobody uses them.</summary>
    public void Release() => _references.Release();

    private OrtValue Tensor(OnnxImage.Weight weight)
    {
        string key = string.Create(
            CultureInfo.InvariantCulture, $"{weight.File}\n{weight.Offset}\n{weight.ElementType}\n{string.Join(',', weight.Shape)}");
        if (!_tensors.TryGetValue(key, out OrtValue? tensor))
        {
            tensor = OrtValue.Over(weight.ElementType, weight.Shape, Address(weight), weight.Length);
            _tensors.Add(key, tensor);
        }

        return tensor;
    }

    private nint Address(OnnxImage.Weight weight) =>
        (nint)_files.Find(weight.File, weight.Name, weight.Offset, weight.Length).Address(weight.Offset);

    private void Free()
    {
        lock (Opening)
        {
            // Another may have taken the place since the last user let go.
            if (Open.GetValueOrDefault(_key) == this)
            {
                Open.Remove(_key);
            }
        }

        Prepacked.Dispose();
        foreach (OrtValue tensor in _tensors.Values)
        {
            tensor.Dispose();
        }

        _files.Dispose();
    }
}
