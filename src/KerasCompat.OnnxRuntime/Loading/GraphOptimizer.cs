using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// Lets ONNX Runtime optimise the ONNX models of a program for this machine once, so that they load several times faster from then on.
/// </summary>
/// <param name="optimization">How far.</param>
internal sealed class GraphOptimizer(OnnxGraphOptimization optimization)
{
    /// <summary>The program with optimised models. A model stays as it is where its weights lie in files, which optimising would copy.</summary>
    /// <param name="program">The program; its ONNX models are <see cref="OnnxImageStep"/>s.</param>
    public SignatureProgram Optimize(SignatureProgram program) => OnnxImages.Map(program, Optimize);

    private OnnxImage Optimize(OnnxImage image)
    {
        if (image.IsOptimized || image.Weights.Count > 0 || optimization == OnnxGraphOptimization.None)
        {
            return image;
        }

        string folder = Directory.CreateTempSubdirectory("kerascompat").FullName;
        try
        {
            string file = Path.Combine(folder, "optimized.onnx");
            using (OrtSessionOptions options = OptionsWithoutRun(optimization))
            {
                options.WriteOptimizedModelTo(file);
                new OrtSession(image.Bytes, options).Dispose();
            }

            // ONNX Runtime also writes what it cannot read again: names of its own making that occur in a loop and outside of it.
            byte[] optimized = File.ReadAllBytes(file);
            using (OrtSessionOptions options = OptionsWithoutRun(OnnxGraphOptimization.None))
            {
                new OrtSession(optimized, options).Dispose();
            }

            return image with { Bytes = optimized, IsOptimized = true };
        }
        catch (Exception e) when (e is OrtException or IOException or UnauthorizedAccessException)
        {
            // What ONNX Runtime cannot write down it can still run.
            return image;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Options of a session that never runs: it needs no threads, and no weights arranged for its kernels.</summary>
    private static OrtSessionOptions OptionsWithoutRun(OnnxGraphOptimization optimization)
    {
        OrtSessionOptions options = SessionFactory.NewOptions(optimization);
        options.SetThreads(1, 1);
        options.Add("session.disable_prepacking", "1");
        return options;
    }
}
