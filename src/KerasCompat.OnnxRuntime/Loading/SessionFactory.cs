using System.Globalization;
using KerasCompat.OnnxRuntime.Native;
using KerasCompat.OnnxRuntime.Sessions;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>Loads the ONNX models of a SavedModel's programs into ONNX Runtime.</summary>
/// <param name="modelPath">The SavedModel's folder, for messages.</param>
/// <param name="options">How they are loaded.</param>
/// <param name="fingerprint">The model's fingerprint; null where it has none and shares its weights with nobody.</param>
/// <param name="model">What must stay open while sessions exist.</param>
internal sealed class SessionFactory(string modelPath, OnnxModelOptions options, string? fingerprint, ReferenceCount model)
{
    // ONNX Runtime's processor kernel of SkipLayerNormalization goes element by element: the additions and the LayerNormalization that it
    // replaces take a fifth of its time.
    private const string SlowFusions = "SkipLayerNormFusion";

    // What a copy of a session costs; weights that lie in files are shared and do not count.
    private const int MostBytesOfCopies = 1 << 20;

    private const int MostWithThreads = 4;

    private static int _unnamed;

    // Weights without a fingerprint are shared by the sessions of this factory alone.
    private readonly string _weightsKey = fingerprint ?? Interlocked.Increment(ref _unnamed).ToString(CultureInfo.InvariantCulture);

    /// <summary>The blocks of channels that the sessions keep images in.</summary>
    public int ChannelBlock { get; } = Layout.ChannelBlock.For(options.GraphOptimization);

    /// <summary>Loads a model.</summary>
    /// <param name="image">The model.</param>
    /// <exception cref="ModelFormatException">ONNX Runtime refuses the graph or its weights.</exception>
    public OnnxSession Create(OnnxImage image)
    {
        ObjectDisposedException.ThrowIf(!model.TryAdd(), typeof(OnnxModelEngine));
        SharedWeights? weights = null;
        try
        {
            weights = image.Weights.Count == 0 ? null : SharedWeights.Acquire(image.WeightsFolder!, _weightsKey);
            return new OnnxSession(Loading(image, weights), MostCopies(image), image, Freed(weights));
        }
        catch
        {
            weights?.Release();
            model.Release();
            throw;
        }
    }

    // A closure of its own, which no longer lives when no copy can be wanted: it holds the bytes of the model.
    private Func<OrtSession> Loading(OnnxImage image, SharedWeights? weights) => () => Load(image, weights);

    private Action Freed(SharedWeights? weights) => () =>
    {
        weights?.Release();
        model.Release();
    };

    // Sessions with threads of their own are few, or there would be as many threads as the square of the processors.
    private int MostCopies(OnnxImage image) => (image.Bytes.Length, options) switch
    {
        ( > MostBytesOfCopies, _) or (_, { InterOpThreads: > 1 }) => 1,
        (_, { MaxSessions: > 0 }) => Math.Min(options.MaxSessions, Environment.ProcessorCount),
        (_, { IntraOpThreads: 1 }) => Environment.ProcessorCount,
        _ => Math.Min(Environment.ProcessorCount, MostWithThreads),
    };

    private OrtSession Load(OnnxImage image, SharedWeights? weights)
    {
        using OrtSessionOptions sessionOptions = NewOptions(image);
        weights?.AddTo(image.Weights, sessionOptions);
        try
        {
            return new OrtSession(image.Bytes, sessionOptions, weights?.Prepacked);
        }
        catch (OrtException e)
        {
            throw new ModelFormatException(
                modelPath, null, $"ONNX Runtime cannot load the translated graph: {e.Message.TrimEnd('.')}",
                "Check that the model's files are complete; if they are, please report the model.", e);
        }
    }

    /// <summary>Options that decide about the graph; those of its execution are ONNX Runtime's.</summary>
    /// <param name="optimization">How far the graph is optimised.</param>
    public static OrtSessionOptions NewOptions(OnnxGraphOptimization optimization)
    {
        var sessionOptions = new OrtSessionOptions
        {
            OptimizationLevel = optimization switch
            {
                OnnxGraphOptimization.None => OrtOptimizationLevel.None,
                OnnxGraphOptimization.Basic => OrtOptimizationLevel.Basic,
                OnnxGraphOptimization.Extended => OrtOptimizationLevel.Extended,
                _ => OrtOptimizationLevel.All,
            },
        };
        sessionOptions.Add("optimization.disable_specified_optimizers", SlowFusions);
        return sessionOptions;
    }

    private OrtSessionOptions NewOptions(OnnxImage image)
    {
        OrtSessionOptions sessionOptions = NewOptions(image.IsOptimized ? OnnxGraphOptimization.None : options.GraphOptimization);
        sessionOptions.SetThreads(options.IntraOpThreads, options.InterOpThreads);
        sessionOptions.Add("session.intra_op.allow_spinning", options.SpinWaiting ? "1" : "0");
        if (image.WeightsFolder is not null)
        {
            sessionOptions.Add("session.model_external_initializers_file_folder_path", image.WeightsFolder);
        }

        return sessionOptions;
    }
}
