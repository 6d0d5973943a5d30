using KerasCompat.Contracts;

namespace KerasCompat.SavedModel.Wire;

/// <summary>Reads a <c>TensorShapeProto</c> (tensorflow/core/framework/tensor_shape.proto).</summary>
internal static class TensorShapeParser
{
    /// <summary>TensorFlow's own limit (<c>TensorShape::MaxDimensions</c>).</summary>
    private const int MaxRank = 254;

    public static TensorShape Parse(WireReader reader)
    {
        var sizes = new List<long>();
        bool unknownRank = false;
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    if (sizes.Count == MaxRank)
                    {
                        throw reader.Error($"a shape has more than {MaxRank} dimensions");
                    }

                    sizes.Add(Dimension(reader));
                    break;
                case 3:
                    unknownRank = reader.Bool();
                    break;
            }
        }

        reader.Leave(outer);
        return unknownRank ? TensorShape.UnknownRank : new TensorShape([.. sizes]);
    }

    private static long Dimension(WireReader reader)
    {
        long size = 0;
        long outer = reader.Enter();
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                size = reader.Int64();
            }
        }

        reader.Leave(outer);
        return size >= TensorShape.UnknownDimension ? size : throw reader.Error($"a dimension cannot have the size {size}");
    }
}
