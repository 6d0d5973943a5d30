using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Passes;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Translation;
using KerasCompat.Onnx.Variables;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx;

/// <summary>
/// A SavedModel opened for translation: yields one program per signature, and the program that fills its tables. Does not own the
/// checkpoint, which must stay open as long as programs are used.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ModelTranslation
{
    private readonly ModelSource _source;
    private readonly IKernelCatalog _kernels;
    private readonly Lock _lock = new();
    private readonly FunctionBodies _bodies;
    private readonly ModelGraphs _graphs;

    /// <summary>Opens a model for translation.</summary>
    /// <param name="model">The model's graph.</param>
    /// <param name="checkpoint">Its variables; null where it has none.</param>
    /// <param name="signatures">All callable signatures, whether or not they will be translated: what one assigns, another must not freeze.</param>
    /// <param name="kernels">What the engine runs besides ONNX.</param>
    /// <exception cref="ModelFormatException">The graph is damaged.</exception>
    /// <exception cref="TranslationFailedException">A defect of this library; the message says how to report it.</exception>
    public ModelTranslation(SavedModelGraph model, Checkpoint? checkpoint, IReadOnlyList<SignatureContract> signatures, IKernelCatalog kernels)
        : this(new ModelSource(model, checkpoint), signatures, kernels)
    {
    }

    /// <summary>Opens a model for translation.</summary>
    /// <param name="source">The model.</param>
    /// <param name="signatures">All callable signatures.</param>
    /// <param name="kernels">What the engine runs besides ONNX.</param>
    internal ModelTranslation(ModelSource source, IReadOnlyList<SignatureContract> signatures, IKernelCatalog kernels)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        _source = source;
        _kernels = kernels;
        _bodies = new FunctionBodies(source.Importer, source.Model.Folder);
        _graphs = source.Guarded("graph", () =>
            new ModelGraphs(_bodies, new ModelVariables(source.Checkpoint, source.RestorePlan, Assigned(signatures), source.Model.Folder)));
    }

    /// <summary>Whether loops that are recurrent layers become ONNX' recurrent operators; if not, they stay loops.</summary>
    internal bool RecognisesRecurrence
    {
        get => _graphs.RecognisesRecurrence;
        set => _graphs.RecognisesRecurrence = value;
    }

    /// <summary>Translates a signature.</summary>
    /// <param name="signature">The signature; its inputs and outputs become the program's, in their order. A sparse or composite one becomes its components.</param>
    /// <exception cref="UnsupportedOpsException">The signature needs ops that neither ONNX nor the engine covers.</exception>
    /// <exception cref="ModelFormatException">The graph or the checkpoint is damaged.</exception>
    /// <exception cref="TranslationFailedException">A defect of this library; the message says how to report it.</exception>
    public SignatureProgram Translate(SignatureContract signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        lock (_lock)
        {
            _bodies.Begin();
            return _source.Guarded($"signature '{signature.Key}'", () => new ProgramBuilder(_graphs, _kernels).Build(
                Import(signature),
                [.. Components(signature.Inputs).Select(c => (c.Key, c.Tensor.Shape))],
                [.. Components(signature.Outputs).Select(c => c.Key)]));
        }
    }

    /// <summary>The TensorFlow ops that a signature runs, with how many of each: after its functions are inlined, without the bodies of loops and branches.</summary>
    /// <param name="signature">The signature.</param>
    /// <exception cref="ModelFormatException">The graph is damaged.</exception>
    /// <exception cref="TranslationFailedException">A defect of this library; the message says how to report it.</exception>
    public IReadOnlyDictionary<string, int> CountOps(SignatureContract signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        lock (_lock)
        {
            _bodies.Begin();
            TfGraph graph = _source.Guarded($"signature '{signature.Key}'", () => Import(signature));
            return graph.Schedule().CountBy(node => node.Op).ToDictionary(count => count.Key, count => count.Value, StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// The program that fills the model's tables: from constants, from asset files, from the checkpoint. Null where there is nothing to fill.
    /// To be run once, before the first call of a program that has kernel steps. Its inputs are the paths of asset files: the key of each is
    /// the file's name in the model's folder <c>assets</c>.
    /// </summary>
    /// <exception cref="UnsupportedOpsException">It needs ops that the engine does not cover.</exception>
    /// <exception cref="ModelFormatException">The graph or the checkpoint is damaged.</exception>
    /// <exception cref="TranslationFailedException">A defect of this library; the message says how to report it.</exception>
    public SignatureProgram? TranslateInitializer()
    {
        lock (_lock)
        {
            _bodies.Begin();
            return _source.Guarded("initialisation", Initialize);
        }
    }

    /// <summary>The first value of a variable that calls may change.</summary>
    /// <param name="handle">The node of op VarHandleOp or VariableV2 that stands for it.</param>
    /// <returns>Null where the checkpoint does not hold it.</returns>
    public ConstantTensor? InitialValue(TfNode handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return _graphs.Variables.Value(handle);
    }

    private SignatureProgram? Initialize()
    {
        var initialization = new Initialization(_source.Model, _source.Importer, _source.RestorePlan, _graphs.Variables);
        TfGraph graph = initialization.Graph();
        if (graph.Effects.Count == 0)
        {
            return null;
        }

        GraphPasses.Run(graph);
        return new ProgramBuilder(_graphs, _kernels).Build(graph, [.. graph.Feeds.Select((_, i) => (initialization.Assets[i], TensorShape.Scalar))], []);
    }

    private TfGraph Import(SignatureContract signature)
    {
        TfGraph graph = _source.Importer.Import(
            signature.Key,
            [.. Components(signature.Inputs).Select(c => new GraphImporter.Feed(c.GraphTensor, c.Tensor.DType))],
            [.. Components(signature.Outputs).Select(c => c.GraphTensor)],
            []);
        GraphPasses.Run(graph);
        return graph;
    }

    /// <summary>One entry per graph tensor: a dense tensor under its key, the components of a sparse or composite one under key and component.</summary>
    private static IEnumerable<(string Key, string GraphTensor, TensorContract Tensor)> Components(IEnumerable<TensorContract> tensors)
    {
        foreach (TensorContract tensor in tensors)
        {
            for (int i = 0; i < tensor.GraphTensors.Count; i++)
            {
                yield return (tensor.ComponentKey(i), tensor.GraphTensors[i], Component(tensor, i));
            }
        }
    }

    /// <summary>What a component of a sparse tensor is: indices int64[n, rank], values dtype[n], dense shape int64[rank].</summary>
    private static TensorContract Component(TensorContract tensor, int index) => (tensor.Encoding, index) switch
    {
        (TensorEncoding.CooSparse, 0) => tensor with { DType = DType.Int64, Shape = new TensorShape(-1, tensor.Shape.HasRank ? tensor.Shape.Rank : -1) },
        (TensorEncoding.CooSparse, 1) => tensor with { Shape = new TensorShape(-1) },
        (TensorEncoding.CooSparse, 2) => tensor with { DType = DType.Int64, Shape = new TensorShape(tensor.Shape.HasRank ? tensor.Shape.Rank : -1) },
        _ => tensor,
    };

    /// <summary>The names of the variables that some signature, or the model's initialization, assigns.</summary>
    private IReadOnlyCollection<string> Assigned(IEnumerable<SignatureContract> signatures)
    {
        var assigned = new AssignedVariables(_bodies);
        foreach (Func<TfGraph?> import in signatures.Select(signature => (Func<TfGraph?>)(() => ChangesState(signature) ? Import(signature) : null)).Append(ImportInitialization))
        {
            try
            {
                _bodies.Begin();
                if (import() is { } graph)
                {
                    assigned.Add(graph);
                }
            }
            catch (ModelFormatException)
            {
                // A signature that cannot be imported cannot be called either; it says so when it is translated.
            }
        }

        return assigned.Names;
    }

    private bool ChangesState(SignatureContract signature) => _source.Importer.ChangesState(
        Components(signature.Inputs).Select(c => c.GraphTensor),
        [.. Components(signature.Outputs).Select(c => c.GraphTensor)]);

    private TfGraph? ImportInitialization()
    {
        TfGraph? graph = Initialization.ImportInitOp(_source.Model.MetaGraph, _source.Importer);
        if (graph is not null)
        {
            GraphPasses.Run(graph);
        }

        return graph;
    }
}
