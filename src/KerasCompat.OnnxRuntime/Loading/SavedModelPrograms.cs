using KerasCompat.Contracts;
using KerasCompat.Onnx;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Translation;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>The programs of a SavedModel. Its graph is read when the first signature is asked for, its contract at once.</summary>
internal sealed class SavedModelPrograms : IModelPrograms
{
    private readonly Lazy<ModelContract> _contract;
    private readonly Lazy<ModelTranslation> _translation;
    private readonly Lazy<Checkpoint?> _checkpoint;
    private readonly Lock _opening = new();
    private bool _disposed;

    /// <summary>A model whose contract is known.</summary>
    /// <param name="folder">The folder that holds <c>saved_model.pb</c>.</param>
    /// <param name="contract">Its contract.</param>
    public SavedModelPrograms(string folder, ModelContract contract)
        : this(folder, contract.Tags, new Lazy<ModelContract>(contract), new Lazy<ModelContract>(contract))
    {
    }

    /// <param name="folder">The folder that holds <c>saved_model.pb</c>.</param>
    /// <param name="tags">The tags of the meta graph; null for the usual one.</param>
    /// <param name="stated">Its contract, which may lack the fingerprint: a translation need not wait for that.</param>
    /// <param name="contract">Its contract.</param>
    private SavedModelPrograms(string folder, IReadOnlyList<string>? tags, Lazy<ModelContract> stated, Lazy<ModelContract> contract)
    {
        Path = folder;
        _contract = contract;
        _checkpoint = new Lazy<Checkpoint?>(() => Checkpoint.Open(folder));
        _translation = new Lazy<ModelTranslation>(() =>
        {
            var source = new ModelSource(SavedModelGraph.Load(folder, tags), _checkpoint.Value);
            return new ModelTranslation(source, stated.Value.Signatures, new KernelCatalog());
        });
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public ModelContract Contract => _contract.Value;

    /// <inheritdoc/>
    public SignatureProgram? Initialization => _translation.Value.TranslateInitializer();

    /// <summary>Opens a model.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <param name="tags">The tags of the meta graph; null for the usual one.</param>
    /// <param name="meanwhile">What is begun as soon as the graph is being read; null for nothing.</param>
    /// <exception cref="ModelFormatException">There is no SavedModel, or it is damaged.</exception>
    public static SavedModelPrograms Open(string modelFolder, IReadOnlyList<string>? tags, Action? meanwhile = null)
    {
        string folder = ModelPath.RequireFolder(modelFolder);
        var stated = new Lazy<ModelContract>(() => ContractFactory.Create(SavedModelReader.Read(folder), tags, withFingerprint: false));
        var contract = new Lazy<ModelContract>(() => stated.Value with { Fingerprint = ModelFingerprint.Compute(folder) });
        var programs = new SavedModelPrograms(folder, tags, stated, contract);
        try
        {
            // The graph is read on another thread while the contract is.
            InAdvance.Make(programs.OpenGraph);
            meanwhile?.Invoke();
            _ = contract.Value;
            return programs;
        }
        catch
        {
            programs.Dispose();
            throw;
        }
    }

    /// <summary>The checksums of the weights.</summary>
    /// <exception cref="ModelFormatException">The checkpoint is damaged.</exception>
    public WeightChecksums Checksums() => _checkpoint.Value is { } checkpoint ? WeightChecksums.Of(checkpoint) : new WeightChecksums([]);

    /// <inheritdoc/>
    public SignatureProgram Translate(string signatureKey) => _translation.Value.Translate(Contract.FindSignature(signatureKey)!);

    /// <summary>The TensorFlow ops that a signature runs, with how many of each.</summary>
    /// <param name="signatureKey">The signature.</param>
    public IReadOnlyDictionary<string, int> CountOps(string signatureKey) => _translation.Value.CountOps(Contract.FindSignature(signatureKey)!);

    /// <inheritdoc/>
    public ConstantTensor? CheckpointValue(TfNode handle) => _translation.Value.InitialValue(handle);

    /// <inheritdoc/>
    public void VerifyWeights() => _checkpoint.Value?.VerifyChecksums();

    /// <inheritdoc/>
    public void Keep()
    {
        // Nothing is wanted from here but a translation.
    }

    public void Dispose()
    {
        lock (_opening)
        {
            _disposed = true;
            if (_checkpoint.IsValueCreated)
            {
                _checkpoint.Value?.Dispose();
            }
        }
    }

    private object? OpenGraph()
    {
        lock (_opening)
        {
            return _disposed ? null : _translation.Value;
        }
    }
}
