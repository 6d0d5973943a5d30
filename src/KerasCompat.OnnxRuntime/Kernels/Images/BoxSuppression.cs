namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>Takes boxes, best first, and leaves out or weakens those that overlap one that was taken.</summary>
/// <param name="scores">A score for each box.</param>
/// <param name="overlap">How much two boxes overlap.</param>
internal sealed class BoxSuppression(double[] scores, Func<int, int, double> overlap)
{
    /// <summary>The most boxes that are wanted.</summary>
    public long Most { get; init; }

    /// <summary>Boxes that overlap more than this are left out.</summary>
    public double OverlapThreshold { get; init; }

    /// <summary>Boxes must score more than this.</summary>
    public double ScoreThreshold { get; init; }

    /// <summary>How fast the score falls with the overlap; 0 where boxes are taken or left out.</summary>
    public double Sigma { get; init; }

    /// <summary>The boxes and what their scores have become.</summary>
    public IReadOnlyList<(int Box, double Score)> Select()
    {
        var candidates = new PriorityQueue<(int Box, double Score, int Seen), (double, int)>();
        for (int box = 0; box < scores.Length; box++)
        {
            Add(candidates, box, scores[box], 0);
        }

        var selected = new List<(int Box, double Score)>();
        while (selected.Count < Most && candidates.TryDequeue(out (int Box, double Score, int Seen) next, out _))
        {
            double score = next.Score;

            // What was taken before this box was last looked at has had its effect.
            for (int i = selected.Count - 1; i >= next.Seen && score > ScoreThreshold; i--)
            {
                score *= Weight(overlap(next.Box, selected[i].Box));
            }

            if (score == next.Score)
            {
                selected.Add((next.Box, score));
            }
            else if (Sigma > 0)
            {
                Add(candidates, next.Box, score, selected.Count);
            }
        }

        return selected;
    }

    /// <summary>The part of the union of two boxes (y1, x1, y2, x2) that is in both, whichever corners are given.</summary>
    public static double Overlap(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double areaA = Area(a), areaB = Area(b);
        if (areaA <= 0 || areaB <= 0)
        {
            return 0;
        }

        double height = Math.Min(Math.Max(a[0], a[2]), Math.Max(b[0], b[2])) - Math.Max(Math.Min(a[0], a[2]), Math.Min(b[0], b[2]));
        double width = Math.Min(Math.Max(a[1], a[3]), Math.Max(b[1], b[3])) - Math.Max(Math.Min(a[1], a[3]), Math.Min(b[1], b[3]));
        double both = Math.Max(height, 0) * Math.Max(width, 0);
        return both / (areaA + areaB - both);
    }

    private static double Area(ReadOnlySpan<double> box) => Math.Abs(box[2] - box[0]) * Math.Abs(box[3] - box[1]);

    private double Weight(double similarity) => similarity > OverlapThreshold ? 0 : Sigma > 0 ? Math.Exp(-0.5 / Sigma * similarity * similarity) : 1;

    /// <summary>The highest score comes first; of equal ones the first box.</summary>
    private void Add(PriorityQueue<(int Box, double Score, int Seen), (double, int)> candidates, int box, double score, int seen)
    {
        if (score > ScoreThreshold)
        {
            candidates.Enqueue((box, score, seen), (-score, box));
        }
    }
}
