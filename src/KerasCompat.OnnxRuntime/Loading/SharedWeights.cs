using System.Globalization;
using System.IO.MemoryMappedFiles;
using KerasCompat.OnnxRuntime.Sessions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

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
    private readonly string _folder;
    private readonly Dictionary<string, MappedFile> _files = [];
    private readonly Dictionary<string, OrtValue> _tensors = [];
    private readonly ReferenceCount _references;

    private SharedWeights(string key, string folder)
    {
        _key = key;
        _folder = folder;
        _references = new ReferenceCount(Free);
    }

    /// <summary>Weights as ONNX Runtime has arranged them for its kernels.</summary>
    public PrePackedWeightsContainer Prepacked { get; } = new();

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

            weights = new SharedWeights(key, folder);
            Open[key] = weights;
            return weights;
        }
    }

    /// <summary>Gives a session the weights of its model.</summary>
    /// <param name="weights">The weights that it wants.</param>
    /// <param name="options">The options that the session is created with.</param>
    /// <exception cref="ModelFormatException">A file is missing or too short.</exception>
    public void AddTo(IReadOnlyList<OnnxImage.Weight> weights, SessionOptions options)
    {
        lock (_files)
        {
            foreach (OnnxImage.Weight weight in weights)
            {
                options.AddInitializer(weight.Name, Tensor(weight));
            }
        }
    }

    /// <summary>The bytes of a weight; valid until the weights are let go.</summary>
    /// <param name="weight">The weight, of less than 2 GB.</param>
    /// <exception cref="ModelFormatException">The file is missing or too short.</exception>
    public ReadOnlySpan<byte> Bytes(OnnxImage.Weight weight)
    {
        lock (_files)
        {
            return new ReadOnlySpan<byte>(File(weight.File).Range(weight.Offset, weight.Length), checked((int)weight.Length));
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
            tensor = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance,
                (TensorElementType)weight.ElementType,
                weight.Shape,
                (nint)File(weight.File).Range(weight.Offset, weight.Length),
                weight.Length);
            _tensors.Add(key, tensor);
        }

        return tensor;
    }

    private MappedFile File(string name)
    {
        if (!_files.TryGetValue(name, out MappedFile? file))
        {
            file = new MappedFile(Path.Combine(_folder, Path.GetFileName(name)));
            _files.Add(name, file);
        }

        return file;
    }

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

        foreach (MappedFile file in _files.Values)
        {
            file.Dispose();
        }
    }

    private sealed class MappedFile : IDisposable
    {
        private readonly string _path;
        private readonly long _length;
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private readonly byte* _start;

        public MappedFile(string path)
        {
            _path = path;
            try
            {
                _length = new FileInfo(path).Length;
                _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
                _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ModelFormatException(path, null, "the weights cannot be read", "Copy the model's folder whole, and check the rights of its files.", e);
            }

            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }

        public byte* Range(long offset, long length) => offset >= 0 && length >= 0 && offset <= _length - length
            ? _start + offset
            : throw new ModelFormatException(
                _path, $"byte {offset}", $"the {length} bytes of a weight do not lie within the {_length} bytes of the file", "Copy the model's folder whole.");

        public void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
