using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>Ops on resource variables (tensorflow/core/kernels/resource_variable_ops.cc, dense_update_ops.cc, count_up_to_op.cc).</summary>
internal static class VariableKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("VarHandleOp", VarHandle);
        table.Add("VariableV2", context => context.SetOutput(0, context.Resources.Variable(context.Node).Value));
        table.Add("Variable", context => context.SetOutput(0, context.Resources.Variable(context.Node).Value));
        table.Add("VarIsInitializedOp", context => context.Allocate(0, DType.Bool, []).Values<bool>()[0] = VariableOf(context).IsInitialized);
        table.Add("ReadVariableOp", context => context.SetOutput(0, VariableOf(context).Value));
        table.Add("VariableShape", context => ShapeKernels.WriteShape(context, 0, context.Attributes.Type("out_type", DType.Int32), VariableOf(context).Value));
        table.Add("AssignVariableOp", Assign);
        table.Add("AssignAddVariableOp", context => Update(context, ElementUpdate.Add));
        table.Add("AssignSubVariableOp", context => Update(context, ElementUpdate.Subtract));
        table.Add("ResourceCountUpTo", CountUpTo);
        table.Add("DestroyResourceOp", static _ => { });
        table.Add("ResourceGather", context =>
            GatherKernels.Gather(context, VariableOf(context).Value, context.Attributes.Int("batch_dims", 0), context.Attributes.Int("batch_dims", 0)));
        table.Add("ResourceGatherNd", context => GatherKernels.GatherNd(context, VariableOf(context).Value));
    }

    /// <summary>The variable whose handle is an input.</summary>
    /// <param name="context">The context.</param>
    /// <param name="input">The position of the input.</param>
    public static Variable VariableOf(KernelContext context, int input = 0) =>
        context.Input(input) is { IsObject: true, Count: 1 } handle && handle.Objects[0] is Variable variable
            ? variable
            : throw KernelContext.Refuse($"input {input} is no handle of a variable");

    private static void VarHandle(KernelContext context)
    {
        context.Cache ??= HostTensor.ScalarObject(DType.Resource, context.Resources.Variable(context.Node));
        context.SetOutput(0, (HostTensor)context.Cache);
    }

    private static void Assign(KernelContext context)
    {
        Variable variable = VariableOf(context);
        HostTensor value = context.Input(1);
        if (context.Attributes.Bool("validate_shape", false) && variable.IsInitialized)
        {
            KernelContext.Require(variable.Value.Shape.SequenceEqual(value.Shape), $"cannot assign {value} to variable '{variable.Name}', which is {variable.Value}");
        }

        variable.Assign(value);
    }

    private static void Update(KernelContext context, ElementUpdate how) => VariableOf(context).Update((Change: context.Input(1), How: how), static (value, update) =>
    {
        KernelContext.Require(value.DType == update.Change.DType && value.Shape.SequenceEqual(update.Change.Shape), $"cannot update variable {value} with {update.Change}");
        HostTensor result = value.Clone();
        ElementUpdates.Apply(result, 0, update.Change, 0, value.Count, update.How);
        return result;
    });

    /// <summary>Gives the value that the variable had, and fails when it has reached the limit.</summary>
    private static void CountUpTo(KernelContext context)
    {
        long limit = context.Attributes.Int("limit", 0);
        VariableOf(context).Update((context, limit), static (value, count) =>
        {
            KernelContext.Require(value.Count == 1, $"input is not a scalar: {value}");
            KernelContext.Require(KernelContext.IntegerAt(value, 0) < count.limit, string.Create(CultureInfo.InvariantCulture, $"Reached limit of {count.limit}"));
            count.context.SetOutput(0, value);
            HostTensor next = value.Clone();
            if (next.DType == DType.Int32)
            {
                next.Values<int>()[0]++;
            }
            else
            {
                next.Values<long>()[0]++;
            }

            return next;
        });
    }
}
