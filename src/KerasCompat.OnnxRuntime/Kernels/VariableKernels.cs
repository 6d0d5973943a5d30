using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Ops on resource variables (tensorflow/core/kernels/resource_variable_ops.cc).</summary>
internal static class VariableKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("VarHandleOp", VarHandle);
        table.Add("VarIsInitializedOp", context => context.Allocate(0, DType.Bool, []).Values<bool>()[0] = VariableOf(context).IsInitialized);
        table.Add("ReadVariableOp", context => context.SetOutput(0, VariableOf(context).Value));
        table.Add("VariableShape", VariableShape);
        table.Add("AssignVariableOp", context => VariableOf(context).Assign(context.Input(1)));
        table.Add("AssignAddVariableOp", context => Update(context, subtract: false));
        table.Add("AssignSubVariableOp", context => Update(context, subtract: true));
        table.Add("ResourceGather", context =>
            GatherKernels.Gather(context, VariableOf(context).Value, context.Attributes.Int("batch_dims", 0), context.Attributes.Int("batch_dims", 0)));
    }

    /// <summary>The variable whose handle is the first input.</summary>
    public static Variable VariableOf(KernelContext context) =>
        context.Input(0) is { IsObject: true, Count: 1 } handle && handle.Objects[0] is Variable variable
            ? variable
            : throw KernelContext.Refuse("the input is no handle of a variable");

    private static void VarHandle(KernelContext context)
    {
        context.Cache ??= HostTensor.ScalarObject(DType.Resource, context.Resources.Variable(context.Node));
        context.SetOutput(0, (HostTensor)context.Cache);
    }

    private static void VariableShape(KernelContext context)
    {
        ReadOnlySpan<nint> shape = VariableOf(context).Value.Shape;
        HostTensor output = context.Allocate(0, context.Attributes.Type("out_type", DType.Int32), [shape.Length]);
        for (int i = 0; i < shape.Length; i++)
        {
            if (output.DType == DType.Int64)
            {
                output.Values<long>()[i] = shape[i];
            }
            else
            {
                output.Values<int>()[i] = checked((int)shape[i]);
            }
        }
    }

    private static void Update(KernelContext context, bool subtract) =>
        VariableOf(context).Update((Change: context.Input(1), subtract), static (value, state) => Sum(value, state.Change, state.subtract));

    private static HostTensor Sum(HostTensor value, HostTensor change, bool subtract)
    {
        KernelContext.Require(value.DType == change.DType && value.Shape.SequenceEqual(change.Shape), $"cannot update variable {value} with {change}");
        HostTensor result = HostTensor.Allocate(value.DType, value.Shape);
        switch (value.DType)
        {
            case DType.Float32: Sum<float>(value, change, result, subtract); break;
            case DType.Float64: Sum<double>(value, change, result, subtract); break;
            case DType.Float16: Sum<Half>(value, change, result, subtract); break;
            case DType.Int8: Sum<sbyte>(value, change, result, subtract); break;
            case DType.Int16: Sum<short>(value, change, result, subtract); break;
            case DType.Int32: Sum<int>(value, change, result, subtract); break;
            case DType.Int64: Sum<long>(value, change, result, subtract); break;
            case DType.UInt8: Sum<byte>(value, change, result, subtract); break;
            case DType.UInt16: Sum<ushort>(value, change, result, subtract); break;
            case DType.UInt32: Sum<uint>(value, change, result, subtract); break;
            case DType.UInt64: Sum<ulong>(value, change, result, subtract); break;
            case DType.Complex128: Sum<Complex>(value, change, result, subtract); break;
            default: throw KernelContext.Refuse($"cannot add to a {value.DType.Name()} variable");
        }

        return result;
    }

    private static void Sum<T>(HostTensor value, HostTensor change, HostTensor result, bool subtract)
        where T : unmanaged, INumberBase<T>
    {
        Span<T> old = value.Values<T>();
        Span<T> delta = change.Values<T>();
        Span<T> sum = result.Values<T>();
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = subtract ? unchecked(old[i] - delta[i]) : unchecked(old[i] + delta[i]);
        }
    }
}
