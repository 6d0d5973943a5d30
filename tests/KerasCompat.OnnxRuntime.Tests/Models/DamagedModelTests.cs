using FsCheck;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx;

namespace KerasCompat.OnnxRuntime.Tests.Models;

/// <summary>
/// A model is untrusted input: whatever bytes it is changed into, it is loaded and answers, or is refused with an exception of this library. Models
/// with loops, tables, strings and variables, so that kernels and state are reached.
/// </summary>
public sealed class DamagedModelTests
{
    private const int Runs = 30;
    private static readonly string[] Models = ["keras2/counter", "ops/control", "ops/strings", "keras2/image_bytes", "trained/wine"];

    [Property(MaxTest = Runs)]
    public void A_graph_with_bytes_changed(NonNegativeInt model, PositiveInt at, byte[] bytes) =>
        LoadsAndRunsOrRefuses(model.Get, "saved_model.pb", content => Overwrite(content, at.Get, bytes));

    [Property(MaxTest = Runs)]
    public void A_graph_with_bytes_taken_out(NonNegativeInt model, PositiveInt at, byte length) =>
        LoadsAndRunsOrRefuses(model.Get, "saved_model.pb", content => [.. content.Take(at.Get * 7919 % content.Length), .. content.Skip((at.Get * 7919 % content.Length) + length)]);

    [Property(MaxTest = Runs)]
    public void A_checkpoint_with_bytes_changed(NonNegativeInt model, PositiveInt at, byte[] bytes) =>
        LoadsAndRunsOrRefuses(model.Get, "variables/variables.index", content => Overwrite(content, at.Get, bytes));

    private static byte[] Overwrite(byte[] content, int at, byte[] bytes)
    {
        int start = at * 7919 % content.Length;
        bytes.AsSpan(0, Math.Min(bytes.Length, content.Length - start)).CopyTo(content.AsSpan(start));
        return content;
    }

    private static void LoadsAndRunsOrRefuses(int model, string file, Func<byte[], byte[]> damage)
    {
        using var folder = new TemporaryFolder();
        string copy = folder.CopyModel(Models[model % Models.Length], "model");
        string damaged = Path.Combine(copy, file);
        if (!File.Exists(damaged))
        {
            return;
        }

        File.WriteAllBytes(damaged, damage(File.ReadAllBytes(damaged)));

        Exception? thrown = Record.Exception(() => LoadAndRun(copy));

        Assert.True(thrown is null or ModelFormatException or UnsupportedOpsException or TranslationFailedException or ModelArgumentException or ModelCallException, thrown?.ToString());
    }

    private static void LoadAndRun(string folder)
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(folder, new OnnxModelOptions { CacheFolder = null });
        foreach (SignatureContract signature in engine.Contract.Signatures)
        {
            engine.Run(signature.Key, signature.Inputs.ToDictionary(input => input.Key, Zeros), TestContext.Current.CancellationToken);
        }
    }

    private static ModelTensor Zeros(TensorContract input)
    {
        nint[] shape = input.Shape.HasRank ? [.. input.Shape.Dimensions.Select(size => (nint)Math.Clamp(size, 1, 64))] : [1];
        int count = (int)shape.Aggregate((nint)1, (product, size) => product * size);
        return input.DType == DType.String
            ? ModelTensor.FromStrings(shape, new ReadOnlyMemory<byte>[count])
            : ModelTensor.FromBytes(input.DType, shape, new byte[count * input.DType.Size()]);
    }
}
