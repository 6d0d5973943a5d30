using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A part of a variable (tensorflow/core/framework/tensor_slice.proto).</summary>
internal sealed class TensorSliceProto : IWireReadable
{
    /// <summary>Of each dimension the first element and how many; all of it is (0, <see cref="SliceKey.WholeDimension"/>).</summary>
    public List<(long Start, long Length)> Extent { get; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field == 1)
        {
            Extent.Add(ReadExtent(reader));
        }
    }

    private static (long Start, long Length) ReadExtent(WireReader reader)
    {
        long start = 0;
        long? length = null;
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    start = reader.Int64();
                    break;
                case 2:
                    length = reader.Int64();
                    break;
            }
        }

        reader.Leave(outer);
        return length is { } stated ? (start, stated) : (0, SliceKey.WholeDimension);
    }
}
