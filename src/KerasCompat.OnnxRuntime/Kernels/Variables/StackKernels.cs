using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>Stacks of tensors, which live as long as a call (tensorflow/core/kernels/stack.cc).</summary>
internal static class StackKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("StackV2", context => context.SetOutput(0, HostTensor.ScalarObject(DType.Resource, new Stack<HostTensor>())));
        table.Add("StackPushV2", Push);
        table.Add("StackPopV2", Pop);
        table.Add("StackCloseV2", context => StackOf(context).Clear());
    }

    private static void Push(KernelContext context)
    {
        StackOf(context).Push(context.Input(1).Clone());
        context.SetOutput(0, context.Input(1));
    }

    private static void Pop(KernelContext context) =>
        context.SetOutput(0, StackOf(context).TryPop(out HostTensor? top) ? top : throw KernelContext.Refuse("Stack is empty when calling Pop()"));

    private static Stack<HostTensor> StackOf(KernelContext context) => context.Input(0) is { IsObject: true, Count: 1 } handle && handle.Objects[0] is Stack<HostTensor> stack
        ? stack
        : throw KernelContext.Refuse("the input is no handle of a stack");
}
