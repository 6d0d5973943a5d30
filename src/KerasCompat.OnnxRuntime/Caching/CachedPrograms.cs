using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Layout;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>
/// The programs of a model, from what is kept where it is there: first from the user's cache, made for this machine; then from beside the
/// model, where the build put it. Only what neither has is translated.
/// </summary>
internal sealed class CachedPrograms : IModelPrograms
{
    private readonly ModelIdentity _identity;
    private readonly EntryFolder? _cache;
    private readonly EntryFolder _shipped;
    private readonly OnnxGraphOptimization _optimization;
    private readonly Lazy<SavedModelPrograms> _programs;
    private readonly CacheWriting _writing = new();

    // Null where it was not kept.
    private readonly ModelEntry? _entry;
    private int _isEntryWritten;

    private CachedPrograms(string path, ModelIdentity identity, EntryFolder? cache, EntryFolder shipped, ModelEntry entry, OnnxGraphOptimization optimization)
    {
        Path = path;
        Contract = entry.Contract;
        _identity = identity;
        _cache = cache;
        _shipped = shipped;
        _entry = entry;
        _optimization = optimization;
        _programs = new Lazy<SavedModelPrograms>(() => new SavedModelPrograms(path, entry.Contract));
    }

    private CachedPrograms(string path, ModelIdentity identity, EntryFolder? cache, EntryFolder shipped, SavedModelPrograms programs, OnnxGraphOptimization optimization)
    {
        Path = path;
        Contract = programs.Contract;
        _identity = identity;
        _cache = cache;
        _shipped = shipped;
        _optimization = optimization;
        _programs = new Lazy<SavedModelPrograms>(programs);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public ModelContract Contract { get; }

    /// <inheritdoc/>
    public SignatureProgram? Initialization => Find(null, () => _programs.Value.Initialization);

    /// <summary>Whether anything had to be read of the graph.</summary>
    public bool HasTranslated => _programs.IsValueCreated;

    /// <summary>Opens a model.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <param name="options">How it is loaded.</param>
    /// <exception cref="ModelFormatException">There is no SavedModel, or it is damaged.</exception>
    public static IModelPrograms Open(string modelFolder, OnnxModelOptions options)
    {
        string folder = ModelPath.RequireFolder(modelFolder);
        string beside = System.IO.Path.Combine(folder, ShippedFolder.Name);
        EntryFolder? cache = options.CacheFolder is { } cacheFolder ? new EntryFolder(cacheFolder) : null;
        if (cache is null && !Directory.Exists(beside))
        {
            return SavedModelPrograms.Open(folder, options.Tags, ProcessStart.BeginWithRehearsal);
        }

        ModelIdentity identity = ModelIdentity.Of(folder, options.Tags, ProcessStart.Begin);
        var shipped = new EntryFolder(beside) { IsShipped = true };
        if ((TryRead(cache, identity.Contract, ModelEntry.Read) ?? TryRead(shipped, identity.Contract, ModelEntry.Read)) is { } entry)
        {
            return new CachedPrograms(folder, identity, cache, shipped, entry, options.GraphOptimization);
        }

        return new CachedPrograms(folder, identity, cache, shipped, SavedModelPrograms.Open(folder, options.Tags, ProcessStart.BeginWithRehearsal), options.GraphOptimization);
    }

    /// <inheritdoc/>
    public SignatureProgram Translate(string signatureKey) => Find(signatureKey, () => _programs.Value.Translate(signatureKey))!;

    /// <inheritdoc/>
    public void VerifyWeights()
    {
        if (_entry is not null)
        {
            _entry.Checksums.Verify(WeightsFolder);
        }
        else
        {
            _programs.Value.VerifyWeights();
        }
    }

    /// <inheritdoc/>
    public void Keep() => _writing.Begin();

    /// <inheritdoc/>
    public ConstantTensor? CheckpointValue(TfNode handle) => _programs.Value.CheckpointValue(handle);

    public void Dispose()
    {
        _writing.Dispose();
        if (_programs.IsValueCreated)
        {
            _programs.Value.Dispose();
        }
    }

    private string WeightsFolder => System.IO.Path.Combine(Path, ModelPath.VariablesFolder);

    private SignatureProgram? Find(string? signatureKey, Func<SignatureProgram?> translate)
    {
        EntryKey key = _identity.Program(signatureKey, GraphTarget.ThisMachine(_optimization));
        if (Kept(_cache, key, signatureKey) is { } kept)
        {
            if (_entry is null)
            {
                Keep(KeepModel);
            }

            return kept.Program;
        }

        int block = ChannelBlock.For(_optimization);
        SignatureProgram? program = Kept(_shipped, _identity.Program(signatureKey, GraphTarget.Any), signatureKey) is { } shipped
            ? InBlocks(shipped.Program, block)
            : translate() is { } translated ? OnnxImages.Of(translated, block) : null;
        Keep(cache =>
        {
            KeepModel(cache);
            cache.Write(key, ProgramEntry.Write(program is null ? null : new GraphOptimizer(_optimization).Optimize(program)));
        });
        return program;
    }

    private void Keep(Action<EntryFolder> write)
    {
        if (_cache is { } cache)
        {
            _writing.Add(() => write(cache));
        }
    }

    private void KeepModel(EntryFolder cache)
    {
        if (_entry is null && Interlocked.Exchange(ref _isEntryWritten, 1) == 0)
        {
            cache.Write(_identity.Contract, new ModelEntry(Contract, _programs.Value.Checksums()).Write());
        }
    }

    // What was shipped is for any machine.
    private static SignatureProgram? InBlocks(SignatureProgram? program, int block) =>
        program is null ? null : OnnxImages.Map(program, image => image.InBlocks(block));

    private KeptProgram? Kept(EntryFolder? entries, EntryKey key, string? signatureKey) =>
        TryRead(entries, key, reader => new KeptProgram(ProgramEntry.Read(reader, WeightsFolder))) is { } kept && (kept.Program is not null || signatureKey is null)
            ? kept
            : null;

    private static T? TryRead<T>(EntryFolder? entries, EntryKey key, Func<EntryReader, T> read)
        where T : class
    {
        if (entries?.TryRead(key) is not { } reader)
        {
            return null;
        }

        try
        {
            T entry = read(reader);
            if (!entries.IsShipped)
            {
                entries.KeepAlive(key);
            }

            return entry;
        }
        catch (InvalidDataException)
        {
            // Whoever wrote it, it was not this library: as good as none.
            return null;
        }
    }

    /// <summary>A program that was kept, or the knowledge that there is none.</summary>
    private sealed record KeptProgram(SignatureProgram? Program);
}
