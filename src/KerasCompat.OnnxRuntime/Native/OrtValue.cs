namespace KerasCompat.OnnxRuntime.Native;

/// <summary>A tensor of ONNX Runtime.</summary>
internal sealed unsafe class OrtValue : OrtHandle
{
    // TensorProto.DataType of onnx.proto, as all element types here.
    private const int StringType = 8;

    /// <summary>Takes over a tensor.</summary>
    /// <param name="value">The tensor.</param>
    internal OrtValue(nint value) => SetHandle(value);

    /// <summary>A tensor over memory of the caller, which must stay where it is.</summary>
    /// <param name="elementType">ONNX' number of the element type, of fixed size.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="data">The first element.</param>
    /// <param name="bytes">The size of the memory.</param>
    public static OrtValue Over(int elementType, ReadOnlySpan<long> shape, nint data, long bytes)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            OrtStatus.Check(OrtApi.CreateTensorWithDataAsOrtValue(
                OrtEnvironment.Memory, (void*)data, (nuint)bytes, dimensions, (nuint)shape.Length, elementType, &value));
        }

        return new OrtValue(value);
    }

    /// <summary>A tensor of empty strings.</summary>
    /// <param name="shape">The shape.</param>
    public static OrtValue OfStrings(ReadOnlySpan<long> shape)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            OrtStatus.Check(OrtApi.CreateTensorAsOrtValue(
                OrtEnvironment.Allocator, dimensions, (nuint)shape.Length, StringType, &value));
        }

        return new OrtValue(value);
    }

    /// <summary>The elements of a tensor of fixed-size elements.</summary>
    public nint Data
    {
        get
        {
            void* data;
            OrtStatus.Check(OrtApi.GetTensorMutableData(handle, &data));
            return (nint)data;
        }
    }

    /// <summary>The shape.</summary>
    public long[] Shape
    {
        get
        {
            nint info;
            OrtStatus.Check(OrtApi.GetTensorTypeAndShape(handle, &info));
            try
            {
                nuint rank;
                OrtStatus.Check(OrtApi.GetDimensionsCount(info, &rank));
                long[] shape = new long[rank];
                fixed (long* dimensions = shape)
                {
                    OrtStatus.Check(OrtApi.GetDimensions(info, dimensions, rank));
                }

                return shape;
            }
            finally
            {
                OrtApi.ReleaseTensorTypeAndShapeInfo(info);
            }
        }
    }

    /// <summary>Writes an element of a tensor of strings.</summary>
    /// <param name="index">Its position.</param>
    /// <param name="text">Its bytes.</param>
    public void SetString(int index, ReadOnlySpan<byte> text)
    {
        byte* buffer;
        OrtStatus.Check(OrtApi.GetResizedStringTensorElementBuffer(handle, (nuint)index, (nuint)text.Length, &buffer));
        text.CopyTo(new Span<byte>(buffer, text.Length));
    }

    /// <summary>A copy of an element of a tensor of strings.</summary>
    /// <param name="index">Its position.</param>
    public byte[] GetString(int index)
    {
        nuint length;
        OrtStatus.Check(OrtApi.GetStringTensorElementLength(handle, (nuint)index, &length));
        if (length == 0)
        {
            return [];
        }

        byte[] text = new byte[length];
        fixed (byte* bytes = text)
        {
            OrtStatus.Check(OrtApi.GetStringTensorElement(handle, length, (nuint)index, bytes));
        }

        return text;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseValue(handle);
        return true;
    }
}
