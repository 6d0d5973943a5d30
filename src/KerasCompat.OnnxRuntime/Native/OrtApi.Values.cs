namespace KerasCompat.OnnxRuntime.Native;

/// <content>Tensors.</content>
internal static unsafe partial class OrtApi
{
    public static nint CreateTensorAsOrtValue(nint allocator, long* shape, nuint rank, int elementType, nint* value) =>
        ((delegate* unmanaged<nint, long*, nuint, int, nint*, nint>)Functions[48])(allocator, shape, rank, elementType, value);

    public static nint CreateTensorWithDataAsOrtValue(nint memoryInfo, void* data, nuint bytes, long* shape, nuint rank, int elementType, nint* value) =>
        ((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)Functions[49])(memoryInfo, data, bytes, shape, rank, elementType, value);

    public static void ReleaseValue(nint value) =>
        ((delegate* unmanaged<nint, void>)Functions[96])(value);

    public static nint GetTensorMutableData(nint value, void** data) =>
        ((delegate* unmanaged<nint, void**, nint>)Functions[51])(value, data);

    public static nint GetResizedStringTensorElementBuffer(nint value, nuint index, nuint bytes, byte** buffer) =>
        ((delegate* unmanaged<nint, nuint, nuint, byte**, nint>)Functions[252])(value, index, bytes, buffer);

    public static nint GetStringTensorElementLength(nint value, nuint index, nuint* bytes) =>
        ((delegate* unmanaged<nint, nuint, nuint*, nint>)Functions[127])(value, index, bytes);

    public static nint GetStringTensorElement(nint value, nuint bytes, nuint index, void* text) =>
        ((delegate* unmanaged<nint, nuint, nuint, void*, nint>)Functions[128])(value, bytes, index, text);

    public static nint GetTensorTypeAndShape(nint value, nint* info) =>
        ((delegate* unmanaged<nint, nint*, nint>)Functions[65])(value, info);

    public static nint GetDimensionsCount(nint info, nuint* rank) =>
        ((delegate* unmanaged<nint, nuint*, nint>)Functions[61])(info, rank);

    public static nint GetDimensions(nint info, long* dimensions, nuint rank) =>
        ((delegate* unmanaged<nint, long*, nuint, nint>)Functions[62])(info, dimensions, rank);

    public static void ReleaseTensorTypeAndShapeInfo(nint info) =>
        ((delegate* unmanaged<nint, void>)Functions[99])(info);
}
