using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>The content of the model's own files (tensorflow/core/kernels/io_ops.cc).</summary>
internal static class FileKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("ReadFile", ReadFile);
    }

    private static void ReadFile(KernelContext context)
    {
        HostTensor paths = context.Input(0);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, paths.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = context.Resources.ReadFile(Encoding.UTF8.GetString(paths.Strings[i].Span));
        }
    }
}
