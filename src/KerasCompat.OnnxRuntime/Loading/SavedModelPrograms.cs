using KerasCompat.Contracts;
using KerasCompat.Onnx;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>The programs of a SavedModel. Its graph is read when the first signature is asked for, its contract at once.</summary>
internal sealed class SavedModelPrograms : IModelPrograms
{
    private readonly Lazy<ModelTranslation> _translation;
    private readonly Lazy<Checkpoint?> _checkpoint;
    private readonly Lock _opening = new();
    private bool _disposed;

    /// <summary>A model whose contract is known.</summary>
    /// <param name="folder">The folder that holds <c>saved_model.pb</c>.</param>
    /// <param name="contract">Its contract.</param>
    public SavedModelPrograms(string folder, ModelContract contract)
        : this(folder, contract, new Lazy<SavedModelGraph>(() => SavedModelGraph.Load(folder, contract.Tags)))
    {
    }

    private SavedModelPrograms(string folder, ModelContract contract, Lazy<SavedModelGraph> graph)
    {
        ProcessStart.Translates();
        Path = folder;
        Contract = contract;
        _checkpoint = new Lazy<Checkpoint?>(() => Checkpoint.Open(folder));
        _translation = new Lazy<ModelTranslation>(() =>
        {
            // Another thread still parses the graph when the checkpoint is opened.
            Checkpoint? checkpoint = _checkpoint.Value;
            return new ModelTranslation(graph.Value, checkpoint, contract.Signatures, new KernelCatalog());
        });
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public ModelContract Contract { get; private set; }

    /// <inheritdoc/>
    public SignatureProgram? Initialization => _translation.Value.TranslateInitializer();

    /// <summary>Opens a model.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <param name="tags">The tags of the meta graph; null for the usual one.</param>
    /// <exception cref="ModelFormatException">There is no SavedModel, or it is damaged.</exception>
    public static SavedModelPrograms Open(string modelFolder, IReadOnlyList<string>? tags)
    {
        ProcessStart.Translates();

        // The graph is parsed on another thread while the contract is read, and prepared while the fingerprint is computed.
        var graph = new Lazy<SavedModelGraph>(() => SavedModelGraph.Load(modelFolder, tags));
        InAdvance.Make(() => graph.Value);
        SavedModelInfo info = SavedModelReader.Read(modelFolder);
        ModelContract contract = ContractFactory.Create(info, tags, withFingerprint: false);
        var programs = new SavedModelPrograms(info.Path, contract, graph);
        try
        {
            InAdvance.Make(programs.OpenGraph);
            programs.Contract = contract with { Fingerprint = info.ComputeFingerprint() };
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
