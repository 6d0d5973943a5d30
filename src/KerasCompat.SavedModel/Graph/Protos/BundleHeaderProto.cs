using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>What the index of a checkpoint says of its data files (tensorflow/core/protobuf/tensor_bundle.proto).</summary>
/// <param name="NumShards">How many there are.</param>
/// <param name="IsBigEndian">Whether numbers are stored with their high byte first.</param>
internal sealed record BundleHeaderProto(int NumShards, bool IsBigEndian)
{
    /// <summary>Reads the header that is the current message.</summary>
    public static BundleHeaderProto Read(WireReader reader)
    {
        int shards = 0, endianness = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    shards = reader.Int32();
                    break;
                case 2:
                    endianness = reader.Int32();
                    break;
            }
        }

        return new BundleHeaderProto(shards, endianness == 1);
    }
}
