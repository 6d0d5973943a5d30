using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Ops;

/// <summary>Where an image's channels stand (TensorFlow's <c>data_format</c>), and the way to ONNX' order - batch, channels, space - and back.</summary>
/// <param name="ChannelsFirst">Whether the channels follow the batch.</param>
/// <param name="SpatialRank">How many dimensions an image has.</param>
internal readonly record struct SpatialLayout(bool ChannelsFirst, int SpatialRank)
{
    public int Rank => SpatialRank + 2;

    public int ChannelAxis => ChannelsFirst ? 1 : Rank - 1;

    /// <summary>The first axis of the image itself.</summary>
    public int FirstSpatialAxis => ChannelsFirst ? 2 : 1;

    public long[] SpatialAxes => Axes.Range(FirstSpatialAxis, SpatialRank);

    /// <summary>The layout that the node's <c>data_format</c> names; refuses the vectorized ones, which TensorFlow's CPU lacks too.</summary>
    public static SpatialLayout Of(OpContext op, int spatialRank) => op.Attributes.String("data_format", "") switch
    {
        "NCHW" or "NCDHW" or "NCW" or "CHANNELS_FIRST" => new(true, spatialRank),
        "" or "NHWC" or "NDHWC" or "NWC" or "CHANNELS_LAST" => new(false, spatialRank),
        var other => throw op.Refuse($"data_format {other} is of accelerators"),
    };

    /// <summary>The image in ONNX' order. Its rank is the op's, whatever was known of it.</summary>
    public OnnxValue ToOnnx(OpContext op, OnnxValue image)
    {
        image.Shape ??= Shapes.UnknownOfRank(Rank);
        return ChannelsFirst ? image : op.Transpose(image, [0, Rank - 1, .. Axes.Range(1, SpatialRank)]);
    }

    public OnnxValue FromOnnx(OpContext op, OnnxValue image) =>
        ChannelsFirst ? image : op.Transpose(image, [0, .. Axes.Range(2, SpatialRank), 1]);

    /// <summary>Whether a list has one entry per dimension, or is left out.</summary>
    public bool Fits(IReadOnlyList<long> perDimension) => perDimension.Count == 0 || perDimension.Count == Rank;

    /// <summary>The spatial entries of a list that has one per dimension; ones where the list is left out.</summary>
    public long[] Spatial(IReadOnlyList<long> perDimension) => perDimension.Count == Rank
        ? [.. perDimension.Skip(FirstSpatialAxis).Take(SpatialRank)]
        : Axes.Ones(SpatialRank);
}
