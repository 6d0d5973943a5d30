using KerasCompat.Contracts;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>Where a variable of a checkpoint lies (tensorflow/core/protobuf/tensor_bundle.proto).</summary>
internal sealed class BundleEntryProto : IWireReadable
{
    public DType DType { get; private set; }

    public TensorShape Shape { get; private set; } = TensorShape.Scalar;

    public int ShardId { get; private set; }

    public long Offset { get; private set; }

    public long Size { get; private set; }

    public uint Crc32C { get; private set; }

    /// <summary>The slices that a partitioned variable consists of; empty for one that lies in one piece.</summary>
    public List<TensorSliceProto> Slices { get; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                DType = DTypes.FromNumber(reader.Int32());
                break;
            case 2:
                Shape = TensorShapeParser.Parse(reader);
                break;
            case 3:
                ShardId = reader.Int32();
                break;
            case 4:
                Offset = reader.Int64();
                break;
            case 5:
                Size = reader.Int64();
                break;
            case 6:
                Crc32C = reader.Fixed32();
                break;
            case 7:
                Slices.Add(reader.Message(new TensorSliceProto()));
                break;
        }
    }
}
