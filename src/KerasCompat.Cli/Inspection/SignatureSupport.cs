using KerasCompat.Contracts;
using KerasCompat.Onnx;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Loading;

namespace KerasCompat.Cli.Inspection;

/// <summary>Whether the default engine can run a signature, and with what.</summary>
/// <param name="Ops">The TensorFlow ops that the signature runs, with how many of each, the most frequent first.</param>
/// <param name="KernelOps">Those of them that run beside ONNX, in managed kernels.</param>
/// <param name="Missing">What the engine lacks; empty where it can run the signature.</param>
/// <param name="Problem">Why the graph cannot be used at all; null where it can.</param>
internal sealed record SignatureSupport(
    IReadOnlyList<KeyValuePair<string, int>> Ops,
    IReadOnlyList<string> KernelOps,
    IReadOnlyList<UnsupportedOp> Missing,
    KerasCompatException? Problem)
{
    /// <summary>Asks the translator of the default engine.</summary>
    /// <param name="programs">The model.</param>
    /// <param name="signature">The signature.</param>
    public static SignatureSupport Of(SavedModelPrograms programs, SignatureContract signature)
    {
        IReadOnlyList<KeyValuePair<string, int>> ops = [];
        try
        {
            ops = [.. programs.CountOps(signature.Key).OrderByDescending(o => o.Value).ThenBy(o => o.Key, StringComparer.Ordinal)];
            SignatureProgram program = programs.Translate(signature.Key);
            return new SignatureSupport(ops, [.. program.Steps.OfType<KernelStep>().Select(s => s.Node.Op).Distinct().Order(StringComparer.Ordinal)], [], null);
        }
        catch (UnsupportedOpsException error)
        {
            return new SignatureSupport(ops, [], error.Ops, null);
        }
        catch (Exception error) when (error is ModelFormatException or TranslationFailedException)
        {
            return new SignatureSupport(ops, [], [], (KerasCompatException)error);
        }
    }
}
