using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>Boxes in images (tensorflow/core/kernels/image/draw_bounding_box_op.cc, non_max_suppression_op.cc).</summary>
internal static class BoundingBoxKernels
{
    /// <summary>The colours that TensorFlow draws boxes in, one after the other: yellow, blue, red, lime, purple, olive, maroon, navy, aqua, fuchsia.</summary>
    private static readonly double[][] Colors =
    [
        [1, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [0, 1, 0, 1], [0.5, 0, 0.5, 1], [0.5, 0.5, 0, 1], [0.5, 0, 0, 1], [0, 0, 0.5, 1], [0, 1, 1, 1], [1, 0, 1, 1],
    ];

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("DrawBoundingBoxes", Draw);
        table.Add("DrawBoundingBoxesV2", Draw);
        table.Add("NonMaxSuppressionV5", Suppress);
        table.Add("NonMaxSuppressionWithOverlaps", SuppressByOverlaps);
    }

    private static void Draw(KernelContext context)
    {
        HostTensor images = context.Input(0), boxes = context.Input(1);
        KernelContext.Require(images.Rank == 4 && images.Shape[3] is 1 or 3 or 4, $"images must be [batch, height, width, 1, 3 or 4], got {images}");
        KernelContext.Require(boxes.Rank == 3 && boxes.Shape[2] == 4 && boxes.Shape[0] == images.Shape[0], $"boxes must be [batch, boxes, 4], got {boxes} for {images}");
        int depth = (int)images.Shape[3], count = (int)boxes.Shape[1];
        double[] canvas = Numbers.ToDoubles(images), corners = Numbers.ToDoubles(boxes);
        double[][] colors = GivenColors(context, depth) ?? (depth == 1 ? [[1]] : Colors);
        for (int i = 0; i < (int)images.Shape[0] * count; i++)
        {
            Draw(canvas, images.Shape, i / count, corners.AsSpan(i * 4, 4), colors[i % count % colors.Length]);
        }

        Numbers.Write(context.Allocate(0, images.DType, images.Shape), canvas);
    }

    private static double[][]? GivenColors(KernelContext context, int depth)
    {
        if (context.InputCount < 3 || context.Input(2).Count == 0)
        {
            return null;
        }

        HostTensor colors = context.Input(2);
        KernelContext.Require(colors.Rank == 2 && colors.Shape[1] >= depth, $"colors must have as many channels as the images, {depth}, got {colors}");
        double[] values = Numbers.ToDoubles(colors);
        int width = (int)colors.Shape[1];
        return [.. Enumerable.Range(0, (int)colors.Shape[0]).Select(i => values[(i * width)..((i * width) + depth)])];
    }

    private static void Draw(double[] canvas, ReadOnlySpan<nint> shape, int image, ReadOnlySpan<double> box, double[] color)
    {
        int height = (int)shape[1], width = (int)shape[2], depth = (int)shape[3];
        long top = Place(box[0], height), left = Place(box[1], width), bottom = Place(box[2], height), right = Place(box[3], width);
        if (top > bottom || left > right || top >= height || bottom < 0 || left >= width || right < 0)
        {
            return;
        }

        for (long x = Math.Max(left, 0); x <= Math.Min(right, width - 1); x++)
        {
            Paint(top, x);
            Paint(bottom, x);
        }

        for (long y = Math.Max(top, 0); y <= Math.Min(bottom, height - 1); y++)
        {
            Paint(y, left);
            Paint(y, right);
        }

        void Paint(long y, long x)
        {
            if (y >= 0 && y < height && x >= 0 && x < width)
            {
                color.AsSpan(0, depth).CopyTo(canvas.AsSpan((int)((((((long)image * height) + y) * width) + x) * depth), depth));
            }
        }
    }

    private static long Place(double fraction, int size) => NumericCast.ToInt64((float)fraction * (size - 1));

    /// <summary>With soft suppression a box that overlaps others loses score instead of its place (Bodla et al., Soft-NMS).</summary>
    private static void Suppress(KernelContext context)
    {
        HostTensor boxes = context.Input(0), scores = context.Input(1);
        KernelContext.Require(boxes.Rank == 2 && boxes.Shape[1] == 4 && scores.Rank == 1 && scores.Count == boxes.Shape[0], $"boxes {boxes} and scores {scores} do not fit");
        double[] corners = Numbers.ToDoubles(boxes);
        var suppression = new BoxSuppression(Numbers.ToDoubles(scores), (a, b) => BoxSuppression.Overlap(corners.AsSpan(a * 4, 4), corners.AsSpan(b * 4, 4)))
        {
            Most = context.Integer(2),
            OverlapThreshold = Numbers.Scalar(context, 3),
            ScoreThreshold = Numbers.Scalar(context, 4),
            Sigma = Numbers.Scalar(context, 5),
        };
        IReadOnlyList<(int Box, double Score)> selected = suppression.Select();
        int count = selected.Count, padded = context.Attributes.Bool("pad_to_max_output_size", false) ? checked((int)Math.Max(suppression.Most, count)) : count;
        Numbers.Write(context.Allocate(0, DType.Int32, [padded]), [.. selected.Select(s => (double)s.Box), .. new double[padded - count]]);
        Numbers.Write(context.Allocate(1, scores.DType, [padded]), [.. selected.Select(s => s.Score), .. new double[padded - count]]);
        context.Allocate(2, DType.Int32, []).Values<int>()[0] = count;
    }

    /// <summary>How much boxes overlap is given as a matrix.</summary>
    private static void SuppressByOverlaps(KernelContext context)
    {
        HostTensor overlaps = context.Input(0), scores = context.Input(1);
        KernelContext.Require(overlaps.Rank == 2 && overlaps.Shape[0] == overlaps.Shape[1] && scores.Count == overlaps.Shape[0], $"overlaps {overlaps} and scores {scores} do not fit");
        double[] matrix = Numbers.ToDoubles(overlaps);
        int size = scores.Count;
        var suppression = new BoxSuppression(Numbers.ToDoubles(scores), (a, b) => matrix[(a * size) + b])
        {
            Most = context.Integer(2),
            OverlapThreshold = Numbers.Scalar(context, 3),
            ScoreThreshold = Numbers.Scalar(context, 4),
        };
        double[] selected = [.. suppression.Select().Select(s => (double)s.Box)];
        Numbers.Write(context.Allocate(0, DType.Int32, [selected.Length]), selected);
    }
}
