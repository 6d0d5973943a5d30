using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Models that ops of TensorFlow Text take as an input: a buffer that a compiler for them wrote.</summary>
internal static class LoadedModel
{
    /// <summary>What an input is the model of, read once for each tensor.</summary>
    public static T Of<T>(KernelContext context, int input, Func<ReadOnlyMemory<byte>, T> read)
        where T : class
    {
        HostTensor buffer = context.Input(input);
        if (context.Cache is not Loaded<T> loaded || !ReferenceEquals(loaded.Buffer, buffer))
        {
            KernelContext.Require(buffer.DType == DType.UInt8, $"the model must be a buffer of uint8, got {buffer}");
            context.Cache = loaded = new Loaded<T>(buffer, read(buffer.Bytes.ToArray()));
        }

        return loaded.Model;
    }

    private sealed record Loaded<T>(HostTensor Buffer, T Model);
}
