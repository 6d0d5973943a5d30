using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>
/// Ops that call functions (tensorflow/core/kernels/functional_ops.cc). Their bodies stand in the order of the op's definition: condition
/// and body of a loop, then- and else-branch, the branches of a case.
/// </summary>
internal static class ControlFlowKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("PartitionedCall", Call);
        table.Add("StatefulPartitionedCall", Call);
        table.Add("If", If);
        table.Add("StatelessIf", If);
        table.Add("Case", Case);
        table.Add("StatelessCase", Case);
        table.Add("While", While);
        table.Add("StatelessWhile", While);
        table.Add("XlaIf", If);
        table.Add("XlaWhile", While);
    }

    /// <summary>What TensorFlow takes for true: a scalar that is not zero or empty, or a tensor that has elements.</summary>
    /// <param name="tensor">The tensor.</param>
    public static bool IsTrue(HostTensor tensor) => tensor.Rank == 0 ? SelectionKernels.IsTrue(tensor, 0) : tensor.Count > 0;

    private static void Call(KernelContext context) => SetOutputs(context, Run(context, 0, Inputs(context, 0)));

    private static void If(KernelContext context) =>
        SetOutputs(context, Run(context, IsTrue(context.Input(0)) ? 0 : 1, Inputs(context, 1)));

    private static void Case(KernelContext context)
    {
        long index = context.Integer(0);
        int last = context.Bodies.Count - 1;
        SetOutputs(context, Run(context, index < 0 || index > last ? last : (int)index, Inputs(context, 1)));
    }

    private static void While(KernelContext context)
    {
        HostTensor[] state = Inputs(context, 0);
        while (Continues(context, state))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            state = Run(context, 1, state);
            KernelContext.Require(state.Length == context.InputCount, $"the body of the loop returns {state.Length} values for {context.InputCount} variables");
        }

        SetOutputs(context, state);
    }

    private static bool Continues(KernelContext context, HostTensor[] state)
    {
        HostTensor[] condition = Run(context, 0, state);
        KernelContext.Require(condition.Length == 1, $"the condition of the loop returns {condition.Length} values");
        return IsTrue(condition[0]);
    }

    /// <summary>Runs a function, whose arguments a damaged graph may state otherwise than the node that calls it.</summary>
    private static HostTensor[] Run(KernelContext context, int body, HostTensor[] arguments)
    {
        KernelContext.Require(body >= 0 && body < context.Bodies.Count, $"the node names {context.Bodies.Count} functions, of which number {body} is to be called");
        int taken = context.Bodies[body].Inputs.Count;
        KernelContext.Require(taken == arguments.Length, $"the function takes {taken} arguments and is given {arguments.Length}");
        return context.RunBody(body, arguments);
    }

    private static HostTensor[] Inputs(KernelContext context, int first)
    {
        var inputs = new HostTensor[context.InputCount - first];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = context.Input(first + i);
        }

        return inputs;
    }

    private static void SetOutputs(KernelContext context, HostTensor[] results)
    {
        for (int i = 0; i < Math.Min(context.OutputCount, results.Length); i++)
        {
            context.SetOutput(i, results[i]);
        }
    }
}
