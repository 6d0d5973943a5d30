using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Batching;

/// <summary>
/// Runs calls that come at the same time as one, over any engine: many callers with a few rows each get the throughput of one caller with
/// many rows. Opt-in, because it is only right for models that treat every row by itself, as Keras models do when they predict.
/// </summary>
/// <example>
/// <code>
/// using var model = LabelImageModel.Create(new BatchingEngine(OnnxModelEngine.Load("Models/label_image")));
/// </code>
/// </example>
/// <remarks>
/// <para>
/// A signature is batched when the first dimension of each of its inputs and outputs is unknown; calls of other signatures are passed on
/// as they are. Calls are batched with others whose inputs have the same shape beyond the first dimension.
/// </para>
/// <para>
/// Each caller gets its own rows, and its own error: when a batch fails, its calls are run one by one. A caller that cancels leaves the
/// others alone.
/// </para>
/// <para>
/// Asynchronous calls (<see cref="ModelCall.RunAsync"/>) scale best: a waiting caller holds no thread. Of callers that block, only those are
/// gathered whose calls take longer than to hand a call over and to wake its thread again; shorter calls are run where they are made. The first
/// calls of callers that block are run alone, to learn which it is.
/// </para>
/// <para>Thread-safe. Owns the engine that it is given.</para>
/// </remarks>
/// <param name="engine">The engine that runs the batches.</param>
/// <param name="options">How calls are gathered; null for the defaults.</param>
public sealed class BatchingEngine(IModelEngine engine, BatchingOptions? options = null) : IModelEngine
{
    private readonly BatchingOptions _options = Check(options ?? new BatchingOptions());
    private readonly Lock _preparing = new();
    private readonly Dictionary<SignatureRunner, BatchingRunner> _runners = [];

    /// <inheritdoc/>
    public ModelContract Contract => engine.Contract;

    /// <inheritdoc/>
    public SignatureRunner Prepare(string signatureKey, IReadOnlyList<string> inputKeys, IReadOnlyList<string> outputKeys)
    {
        ArgumentNullException.ThrowIfNull(inputKeys);
        ArgumentNullException.ThrowIfNull(outputKeys);
        SignatureRunner runner = engine.Prepare(signatureKey, inputKeys, outputKeys);
        if (!IsBatched(runner.Signature.Inputs, inputKeys) || !IsBatched(runner.Signature.Outputs, outputKeys))
        {
            return runner;
        }

        lock (_preparing)
        {
            if (!_runners.TryGetValue(runner, out BatchingRunner? batching))
            {
                batching = new BatchingRunner(
                    runner, Pick(runner.Signature.Inputs, inputKeys), Pick(runner.Signature.Outputs, outputKeys), _options);
                _runners.Add(runner, batching);
            }

            return batching;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_preparing)
        {
            foreach (BatchingRunner runner in _runners.Values)
            {
                runner.Dispose();
            }
        }

        engine.Dispose();
    }

    private static bool IsBatched(IReadOnlyList<TensorContract> tensors, IReadOnlyList<string> keys) =>
        keys.Count > 0 && keys.All(key => tensors.Any(tensor => tensor.Key == key && tensor.Shape is { Rank: > 0, Dimensions: [< 0, ..] }));

    private static TensorContract[] Pick(IReadOnlyList<TensorContract> tensors, IReadOnlyList<string> keys) =>
        [.. keys.Select(key => tensors.First(tensor => tensor.Key == key))];

    private static BatchingOptions Check(BatchingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRows, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrency, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDelay, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDelay, TimeSpan.FromDays(1), nameof(options));
        return options;
    }
}
