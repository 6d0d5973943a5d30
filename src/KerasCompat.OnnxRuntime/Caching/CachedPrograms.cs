using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>The programs of a model, from the cache where it has them; what has to be translated is kept for the next time.</summary>
/// <param name="programs">Translates.</param>
/// <param name="cache">Keeps.</param>
internal sealed class CachedPrograms(IModelPrograms programs, ProgramCache cache) : IModelPrograms
{
    private const string WeightsFolder = "variables";

    /// <inheritdoc/>
    public string Path => programs.Path;

    /// <inheritdoc/>
    public ModelContract Contract => programs.Contract;

    /// <inheritdoc/>
    public SignatureProgram? Initialization => Find(null, () => programs.Initialization);

    /// <inheritdoc/>
    public SignatureProgram Translate(string signatureKey) => Find(signatureKey, () => programs.Translate(signatureKey))!;

    /// <inheritdoc/>
    public void VerifyWeights() => programs.VerifyWeights();

    /// <inheritdoc/>
    public ConstantTensor? CheckpointValue(TfNode handle) => programs.CheckpointValue(handle);

    public void Dispose() => programs.Dispose();

    private SignatureProgram? Find(string? signatureKey, Func<SignatureProgram?> translate)
    {
        ProgramKey key = ProgramKey.Of(Path, Contract, signatureKey);
        if (cache.TryRead(key) is { } entry && (entry.Program is not null || signatureKey is null))
        {
            return entry.Program is null ? null : ProgramSerializer.Read(entry.Program, System.IO.Path.Combine(Path, WeightsFolder));
        }

        SignatureProgram? program = translate() is { } translated ? OnnxImages.Of(translated) : null;
        cache.Write(key, program);
        return program;
    }
}
