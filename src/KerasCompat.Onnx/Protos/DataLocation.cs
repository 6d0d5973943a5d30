namespace KerasCompat.Onnx.Protos;

/// <summary>Where the elements of a tensor lie (<c>TensorProto.DataLocation</c>).</summary>
internal enum DataLocation
{
    Default = 0,
    External = 1,
}
