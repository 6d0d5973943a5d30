using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>All that the engine wants to know of a model: what it promises, and a program for each signature.</summary>
internal interface IModelPrograms : IDisposable
{
    /// <summary>The model's folder, as messages name it.</summary>
    string Path { get; }

    /// <summary>What the model promises.</summary>
    ModelContract Contract { get; }

    /// <summary>What must run once before the first call: it fills tables and sets what the checkpoint does not hold. Null where there is nothing.</summary>
    SignatureProgram? Initialization { get; }

    /// <summary>The program of a signature.</summary>
    /// <param name="signatureKey">A key of the contract.</param>
    /// <exception cref="KerasCompatException">The signature cannot be run.</exception>
    SignatureProgram Translate(string signatureKey);

    /// <summary>Compares every weight with its checksum. ONNX Runtime maps the weights and checks nothing, so damage is found here or never.</summary>
    /// <exception cref="ModelFormatException">A weight is missing, cut off or not what was written.</exception>
    void VerifyWeights();

    /// <summary>Begins to keep what was translated for the next time, if that is wanted; told when nobody waits for anything else.</summary>
    void Keep();

    /// <summary>The value that the checkpoint has for a variable.</summary>
    /// <param name="handle">The node that makes the variable's handle.</param>
    /// <returns>The value; null where the checkpoint has none.</returns>
    ConstantTensor? CheckpointValue(TfNode handle);
}
