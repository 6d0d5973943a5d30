using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Ops that pass values on, make constants, or check (tensorflow/core/ops/array_ops.cc, logging_ops.cc).</summary>
internal static class IdentityKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach (string op in (ReadOnlySpan<string>)["Identity", "IdentityN", "StopGradient", "PreventGradient", "Snapshot", "PlaceholderWithDefault", "CheckNumerics"])
        {
            table.Add(op, Identity);
        }

        table.Add("NoOp", static _ => { });
        table.Add("ControlTrigger", static _ => { });
        table.Add("PrintV2", static _ => { });
        table.Add("Const", Const);
        table.Add("EnsureShape", EnsureShape);
        table.Add("Assert", Assert);
        table.Add("ZerosLike", context => Fill(context, 0));
        table.Add("OnesLike", context => Fill(context, 1));
    }

    private static void Identity(KernelContext context)
    {
        for (int i = 0; i < context.OutputCount; i++)
        {
            context.SetOutput(i, context.Input(i));
        }
    }

    private static void Const(KernelContext context)
    {
        context.Cache ??= HostTensor.FromConstant(
            context.Attributes.Tensor("value") ?? throw KernelContext.Refuse("the constant has no value"));
        context.SetOutput(0, (HostTensor)context.Cache);
    }

    private static void EnsureShape(KernelContext context)
    {
        HostTensor input = context.Input(0);
        TensorShape shape = context.Attributes.Shape("shape");
        bool fits = !shape.HasRank || shape.Rank == input.Rank;
        for (int i = 0; fits && i < shape.Dimensions.Count; i++)
        {
            fits = shape.Dimensions[i] < 0 || shape.Dimensions[i] == input.Shape[i];
        }

        KernelContext.Require(fits, $"Shape of tensor is {KernelShapes.Write(input.Shape)}, expected {shape}");
        context.SetOutput(0, input);
    }

    private static void Assert(KernelContext context) =>
        KernelContext.Require(context.Input(0).Values<bool>().IndexOf(false) < 0, "assertion failed");

    private static void Fill(KernelContext context, int value)
    {
        HostTensor input = context.Input(0);
        HostTensor output = context.Allocate(0, input.DType, input.Shape);
        if (output.IsString)
        {
            output.Strings.Clear();
            return;
        }

        KernelContext.Require(!output.IsObject, $"{input.DType.Name()} has no zero");
        NumericFill.Write(output, value);
    }
}
