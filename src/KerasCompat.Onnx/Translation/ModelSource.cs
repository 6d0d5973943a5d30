using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Variables;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>What a translation reads: a model's graph and its checkpoint. Nothing of it depends on the model's contract, so it need not wait for one.</summary>
internal sealed class ModelSource
{
    /// <param name="model">The model's graph.</param>
    /// <param name="checkpoint">Its variables; null where it has none.</param>
    /// <exception cref="ModelFormatException">The graph is damaged.</exception>
    /// <exception cref="TranslationFailedException">A defect of this library.</exception>
    public ModelSource(SavedModelGraph model, Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Checkpoint = checkpoint;
        Importer = new GraphImporter(model.MetaGraph, model.Folder);
        RestorePlan = Guarded("graph", () => RestorePlan.Read(model.MetaGraph, Importer));
    }

    public SavedModelGraph Model { get; }

    public Checkpoint? Checkpoint { get; }

    public GraphImporter Importer { get; }

    public RestorePlan RestorePlan { get; }

    /// <summary>Whatever happens inside, callers see the exceptions that they are told of.</summary>
    /// <param name="place">What is worked on, for the message.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="TranslationFailedException">The work failed in a way that nobody expects.</exception>
    public T Guarded<T>(string place, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is not (KerasCompatException or OutOfMemoryException))
        {
            throw new TranslationFailedException($"{Model.Folder} ({place})", null, e);
        }
    }
}
