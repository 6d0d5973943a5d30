using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Checkpoints;

namespace KerasCompat.Cli.Inspection;

/// <summary>What the checkpoint of a model holds.</summary>
/// <param name="Variables">How many variables the model itself has.</param>
/// <param name="Parameters">How many numbers they hold.</param>
/// <param name="Bytes">How many bytes that is.</param>
/// <param name="TrainingBytes">How many bytes more are there for training alone: the optimizer's slots, metrics, counters.</param>
/// <param name="Problem">What is wrong with the files; null where nothing is.</param>
internal sealed record WeightsSummary(int Variables, long Parameters, long Bytes, long TrainingBytes, ModelFormatException? Problem)
{
    /// <summary>Keys that only training uses (tensorflow/python/trackable, keras/src/optimizers).</summary>
    private static readonly string[] TrainingMarks = ["/.OPTIMIZER_SLOT/", "optimizer/", "save_counter/", "keras_api/metrics/"];

    /// <summary>Reads the checkpoint of a model and compares the weights with their checksums.</summary>
    /// <param name="modelFolder">The folder of the model.</param>
    /// <returns>Null where the model has no checkpoint.</returns>
    public static WeightsSummary? Read(string modelFolder)
    {
        try
        {
            using Checkpoint? checkpoint = Checkpoint.Open(modelFolder);
            return checkpoint is not null ? Of(checkpoint) : HasVariables(modelFolder) ? new WeightsSummary(0, 0, 0, 0, Missing(modelFolder)) : null;
        }
        catch (ModelFormatException problem)
        {
            return new WeightsSummary(0, 0, 0, 0, problem);
        }
    }

    /// <summary>A model without variables needs no checkpoint; only its graph tells.</summary>
    private static bool HasVariables(string modelFolder) => SavedModelReader.Read(modelFolder).MetaGraphs.Any(graph =>
    {
        using SavedModelPrograms programs = SavedModelPrograms.Open(modelFolder, graph.Tags);
        return programs.Contract.Signatures.Any(signature => programs.CountOps(signature.Key).Keys.Any(IsVariable));
    });

    private static bool IsVariable(string op) => op is "VarHandleOp" or "VariableV2" or "Variable";

    private static ModelFormatException Missing(string modelFolder) => new(
        modelFolder,
        null,
        "the model has variables but no folder 'variables' with their values",
        "Copy the whole folder that was saved, with its sub-folder 'variables'.");

    private static WeightsSummary Of(Checkpoint checkpoint)
    {
        int variables = 0;
        long parameters = 0;
        long bytes = 0;
        long training = 0;
        foreach (CheckpointTensor tensor in checkpoint.Keys.Select(checkpoint.Get))
        {
            if (TrainingMarks.Any(mark => tensor.Key.Contains(mark, StringComparison.Ordinal)))
            {
                training += tensor.Length;
            }
            else if (tensor.DType != DType.String)
            {
                variables++;
                parameters += tensor.ElementCount;
                bytes += tensor.Length;
            }
        }

        ModelFormatException? problem = null;
        try
        {
            checkpoint.VerifyChecksums();
        }
        catch (ModelFormatException damaged)
        {
            problem = damaged;
        }

        return new WeightsSummary(variables, parameters, bytes, training, problem);
    }
}
