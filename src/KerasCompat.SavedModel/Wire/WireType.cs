namespace KerasCompat.SavedModel.Wire;

/// <summary>How a protocol buffer field is laid out (protobuf.dev/programming-guides/encoding). Groups are absent: TensorFlow never wrote any.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
