using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Caching;
using KerasCompat.OnnxRuntime.Calls;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.Sessions;
using KerasCompat.OnnxRuntime.State;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime;

/// <summary>
/// The default engine: runs a TensorFlow SavedModel in process, on ONNX Runtime. Signatures are translated when they are first asked for.
/// </summary>
/// <remarks>
/// <para>Thread-safe. Any number of calls may run at once; each uses buffers of its own, which are kept for the next call.</para>
/// <para>
/// Variables that a signature assigns live in the engine, from load to disposal, and are shared by all of its callers. Calls of a signature
/// that changes state are serialised, so each is one step for the others; a signature that only reads sees each variable as it was after
/// some whole assignment.
/// </para>
/// <para>Disposal is immediate for new calls; native memory that a running call uses is freed when that call ends.</para>
/// </remarks>
public sealed class OnnxModelEngine : IModelEngine
{
    private readonly IModelPrograms _programs;
    private readonly ReferenceCount _model;
    private readonly ProgramCompiler _compiler;
    private readonly CallScheduler _scheduler;
    private readonly ConcurrentDictionary<string, Lazy<ProgramRunner>> _signatures = new();
    private readonly Lazy<bool> _verification;
    private readonly Lazy<bool> _initialization;
    private readonly Lock _preparing = new();
    private readonly List<PreparedSignature> _prepared = [];
    private bool _disposed;

    internal OnnxModelEngine(IModelPrograms programs, OnnxModelOptions options)
    {
        _programs = programs;
        _model = new ReferenceCount(programs.Dispose);
        var resources = new ResourceStore(
            programs.Path,
            node => programs.CheckpointValue(node) is { } value ? HostTensor.FromConstant(value) : null);
        _compiler = new ProgramCompiler(new SessionFactory(programs.Path, options, programs.Contract.Fingerprint, _model), resources);
        _scheduler = new CallScheduler(options.MaxConcurrency);
        _verification = new Lazy<bool>(VerifyWeights);
        _initialization = new Lazy<bool>(Initialize);
    }

    /// <summary>Opens a model. Its signatures are translated when they are first asked for.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <param name="options">How it is loaded and run; null for the defaults.</param>
    /// <exception cref="ModelFormatException">There is no SavedModel, or it is damaged.</exception>
    public static OnnxModelEngine Load(string modelFolder, OnnxModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modelFolder);
        options ??= OnnxModelOptions.Default;
        long start = Stopwatch.GetTimestamp();
        var engine = new OnnxModelEngine(CachedPrograms.Open(modelFolder, options), options);
        EngineTelemetry.Loaded(modelFolder, null, Stopwatch.GetElapsedTime(start));
        return engine;
    }

    /// <inheritdoc/>
    public ModelContract Contract => _programs.Contract;

    /// <inheritdoc/>
    /// <exception cref="ModelArgumentException">The model has no such signature, input or output, or an input without a default is missing.</exception>
    /// <exception cref="ModelFormatException">The model's files are damaged.</exception>
    /// <exception cref="KerasCompatException">The signature needs ops that cannot be run.</exception>
    /// <exception cref="ObjectDisposedException">The engine has been disposed.</exception>
    public SignatureRunner Prepare(string signatureKey, IReadOnlyList<string> inputKeys, IReadOnlyList<string> outputKeys)
    {
        ArgumentNullException.ThrowIfNull(signatureKey);
        ArgumentNullException.ThrowIfNull(inputKeys);
        ArgumentNullException.ThrowIfNull(outputKeys);
        SignatureContract signature = Contract.FindSignature(signatureKey) ?? throw NoSuchSignature(signatureKey);
        lock (_preparing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            PreparedSignature? prepared = _prepared.Find(candidate =>
                candidate.Signature.Key == signatureKey
                && candidate.InputKeys.SequenceEqual(inputKeys)
                && candidate.OutputKeys.SequenceEqual(outputKeys));
            if (prepared is null)
            {
                prepared = new PreparedSignature(
                    _programs.Path, signature, Compiled(signatureKey), inputKeys, outputKeys, _scheduler, _model);
                _prepared.Add(prepared);
            }

            return prepared;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_preparing)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _prepared.ForEach(signature => signature.Close());
            foreach (Lazy<ProgramRunner> program in _signatures.Values)
            {
                // One whose translation failed has nothing to free, and would throw again.
                if (program.IsValueCreated)
                {
                    program.Value.Close();
                }
            }

            _model.Release();
        }
    }

    private ProgramRunner Compiled(string signatureKey)
    {
        if (!_verification.IsValueCreated)
        {
            // All weights are read for it, which takes about as long as the rest: it is done meanwhile.
            InAdvance.Make(() => _verification.Value);
        }

        ProgramRunner program;
        try
        {
            program = _signatures.GetOrAdd(signatureKey, key => new Lazy<ProgramRunner>(() => Compile(key))).Value;
        }
        finally
        {
            // Where weights are damaged, that is the cause of whatever else failed.
            _ = _verification.Value;
        }

        if (program.RunsKernels)
        {
            _ = _initialization.Value;
        }

        return program;
    }

    private bool VerifyWeights()
    {
        _programs.VerifyWeights();
        return true;
    }

    private ProgramRunner Compile(string signatureKey)
    {
        long start = Stopwatch.GetTimestamp();
        ProgramRunner program = _compiler.Compile(_programs.Translate(signatureKey));
        _programs.Keep();
        EngineTelemetry.Loaded(_programs.Path, signatureKey, Stopwatch.GetElapsedTime(start));
        return program;
    }

    private bool Initialize()
    {
        if (_programs.Initialization is not { } initialization)
        {
            return false;
        }

        ProgramRunner program = _compiler.Compile(initialization);
        try
        {
            program.RunBody([.. initialization.Inputs.Select(AssetPath)], CancellationToken.None);
        }
        catch (ProgramException e) when (e.InnerException is ModelFormatException file)
        {
            throw new ModelFormatException(file.Path, file.Place, file.Problem, file.Remedy, e);
        }
        catch (ProgramException e)
        {
            throw new ModelFormatException(
                _programs.Path, "initialisation", e.Message, "Check that the model's assets and variables are complete.", e);
        }
        finally
        {
            program.Close();
        }

        _programs.Keep();
        return true;
    }

    /// <summary>The path of an asset file, which an input of the initialisation names.</summary>
    private HostTensor AssetPath(ProgramTensor asset) =>
        HostTensor.FromStrings([], [Encoding.UTF8.GetBytes(SavedModelGraph.AssetPath(_programs.Path, asset.Key))]);

    private ModelArgumentException NoSuchSignature(string signatureKey) => new(
        $"Model '{_programs.Path}' has no signature '{signatureKey}'; it has "
        + $"{string.Join(", ", Contract.Signatures.Select(signature => $"'{signature.Key}'"))}.",
        nameof(signatureKey));
}
