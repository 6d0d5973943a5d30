using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Variables;

/// <summary>
/// The part of a partitioned variable, as <c>RestoreV2</c> writes it: <c>"4 5 0,2:-"</c> is rows 0 and 1 of a [4,5] variable
/// (tensorflow/core/framework/tensor_slice.cc and tensorflow/core/util/saved_tensor_slice_util.cc, ParseShapeAndSlice).
/// </summary>
internal static class SliceSpec
{
    public static ConstantTensor Cut(ConstantTensor whole, string slice)
    {
        if (slice.Length == 0)
        {
            return whole;
        }

        string[] parts = slice.Split(' ');
        string[] extents = parts[^1].Split(':');
        if (extents.Length != whole.Shape.Count || whole.DType.Size() == 0)
        {
            throw Malformed(slice);
        }

        var starts = new long[extents.Length];
        var shape = new long[extents.Length];
        for (int i = 0; i < extents.Length; i++)
        {
            string[] range = extents[i].Split(',');
            if (range is ["-"])
            {
                shape[i] = whole.Shape[i];
            }
            else if (range.Length != 2 || !long.TryParse(range[0], NumberStyles.None, CultureInfo.InvariantCulture, out starts[i])
                || !long.TryParse(range[1], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]) || starts[i] + shape[i] > whole.Shape[i])
            {
                throw Malformed(slice);
            }
        }

        long[] strides = Folding.Strides.Of(whole.Shape);
        long offset = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            offset += starts[i] * strides[i];
        }

        return new ConstantTensor(whole.DType, shape, Folding.StridedCopy.Of(whole.Bytes.Span, whole.DType.Size(), shape, strides, offset));
    }

    private static ModelFormatException Malformed(string slice) =>
        new("saved_model.pb", "the restore op", $"'{slice}' is no slice of its variable", "Save the model again.");
}
