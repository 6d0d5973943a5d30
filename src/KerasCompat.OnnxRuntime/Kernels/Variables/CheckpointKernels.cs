using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Variables;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.SavedModel.Checkpoints;

namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>Reads tensors of the model's own checkpoint (tensorflow/core/kernels/save_restore_v2_ops.cc), as a signature does that sets the variables back.</summary>
internal static class CheckpointKernels
{
    /// <summary>Adds the kernel to the table.</summary>
    public static void AddTo(KernelTable table) => table.Add("RestoreV2", Restore);

    /// <summary>Inputs: the checkpoint's prefix, names of tensors, and for each the slice that is wanted, empty for all of it.</summary>
    private static void Restore(KernelContext context)
    {
        HostTensor prefix = context.Input(0), names = context.Input(1), slices = context.Input(2);
        KernelContext.Require(prefix.IsString && prefix.Count == 1 && names.IsString && slices.IsString && names.Count == slices.Count, "a prefix, and a slice for each name, are wanted");
        string folder = context.Resources.FolderOfCheckpoint(Encoding.UTF8.GetString(prefix.Strings[0].Span));
        using Checkpoint checkpoint = Checkpoint.Open(folder) ?? throw KernelContext.Refuse("the model has no checkpoint");
        IReadOnlyList<DType> types = context.Attributes.Types("dtypes");
        for (int i = 0; i < names.Count; i++)
        {
            string name = Encoding.UTF8.GetString(names.Strings[i].Span);
            CheckpointTensor tensor = checkpoint.TryGet(name) ?? throw KernelContext.Refuse($"Key {name} not found in checkpoint");
            KernelContext.Require(i >= types.Count || types[i] == tensor.DType, $"tensor '{name}' is of {tensor.DType.Name()}");
            context.SetOutput(i, HostTensor.FromConstant(SliceSpec.Cut(tensor.ToConstant(), Encoding.UTF8.GetString(slices.Strings[i].Span))));
        }
    }
}
