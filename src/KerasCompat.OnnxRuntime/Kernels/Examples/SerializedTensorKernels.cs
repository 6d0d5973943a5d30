using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>Tensors to <c>TensorProto</c> messages and back (tensorflow/core/kernels/parse_tensor_op.cc).</summary>
internal static class SerializedTensorKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("ParseTensor", Parse);
        table.Add("SerializeTensor", Serialize);
    }

    private static void Parse(KernelContext context)
    {
        HostTensor serialized = context.Input(0);
        DType type = context.Attributes.Type("out_type");
        KernelContext.Require(serialized is { IsString: true, Count: 1 }, $"Expected `serialized` to be a scalar, got {serialized}");
        TensorProto proto;
        try
        {
            proto = TensorProto.Parser.ParseFrom(serialized.Strings[0].Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw KernelContext.Refuse($"Could not parse `serialized` as TensorProto: {e.Message}");
        }

        KernelContext.Require(DTypes.FromNumber(proto.Dtype) == type, $"Type mismatch between parsed tensor ({DTypes.FromNumber(proto.Dtype).Name()}) and dtype ({type.Name()})");
        try
        {
            context.SetOutput(0, HostTensor.FromConstant(ConstantTensor.FromProto(proto)));
        }
        catch (ModelFormatException e)
        {
            throw KernelContext.Refuse($"`serialized` is no tensor: {e.Message}");
        }
    }

    private static void Serialize(KernelContext context)
    {
        HostTensor tensor = context.Input(0);
        KernelContext.Require(!tensor.IsObject, $"a tensor of {tensor.DType.Name()} has no serialized form");
        var proto = new TensorProto { Dtype = (int)tensor.DType, TensorShape = new TensorShapeProto() };
        foreach (nint dimension in tensor.Shape)
        {
            proto.TensorShape.Dim.Add(new TensorShapeProto.Types.Dim { Size = dimension });
        }

        if (tensor.IsString)
        {
            foreach (ReadOnlyMemory<byte> text in tensor.Strings)
            {
                proto.StringVal.Add(UnsafeByteOperations.UnsafeWrap(text));
            }
        }
        else
        {
            proto.TensorContent = ByteString.CopyFrom(tensor.Bytes);
        }

        context.Allocate(0, DType.String, []).Strings[0] = proto.ToByteArray();
    }
}
