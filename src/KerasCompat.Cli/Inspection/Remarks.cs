using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Inspection;

/// <summary>What follows from a model's versions and form for those who use it.</summary>
internal static class Remarks
{
    /// <summary>The remarks on a model, each a sentence or two.</summary>
    public static IEnumerable<string> On(SavedModelInfo model, IReadOnlyList<ModelContract> contracts)
    {
        bool isKeras2 = model.Keras?.Version is { } version && version.StartsWith("2.", StringComparison.Ordinal);
        if (isKeras2 && contracts.Any(c => c.Signatures.Any(s => s.Inputs.Count > 1)))
        {
            yield return "Keras 3 cannot call a signature with several inputs by position: keras.layers.TFSMLayer says \"too many positional arguments\" "
                + "(keras-team/keras#20813). The generated client passes each input by its name.";
        }

        if (model.Keras is { Inputs: null } or null && contracts.Any(c => c.Signatures.Any(s => s.Inputs.Count > 1)))
        {
            yield return "The model does not record the order in which its inputs were declared; parameters stand in the order of its Python "
                + "function, or of their names. Call it with named arguments.";
        }

        if (contracts[0].Producer.TensorFlow is { } tensorFlow && tensorFlow.StartsWith("1.", StringComparison.Ordinal))
        {
            yield return $"Written by TensorFlow {tensorFlow}: signatures are cut out of one graph, with variables of the old kind.";
        }

        if (model.MetaGraphs.Count > 1)
        {
            yield return "The model has several meta graphs; choose one with --tags, in C# with [KerasModel(..., Tags = [...])].";
        }
    }
}
