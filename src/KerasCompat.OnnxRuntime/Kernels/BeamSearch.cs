namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>
/// The most probable label sequences of connectionist temporal classification by prefix beam search (tensorflow/core/util/ctc/ctc_beam_search.h). The last
/// class is the blank.
/// </summary>
/// <param name="classes">The number of classes, the blank included.</param>
/// <param name="width">How many prefixes are followed.</param>
internal sealed class BeamSearch(int classes, int width)
{
    private readonly Prefix _root = new(null, -1);
    private List<Prefix> _beam = [];

    /// <summary>Goes on by one time step.</summary>
    /// <param name="logits">The logits of the classes.</param>
    public void Step(ReadOnlySpan<double> logits)
    {
        Begin();
        double max = double.NegativeInfinity, sum = 0;
        foreach (double logit in logits)
        {
            max = Math.Max(max, logit);
        }

        foreach (double logit in logits)
        {
            sum += Math.Exp(logit - max);
        }

        double norm = max + Math.Log(sum), blank = logits[classes - 1] - norm;
        var next = new List<Candidate>();
        foreach (Prefix prefix in _beam)
        {
            // The prefix stays when the step is a blank or repeats its label, and is reached anew from its parent.
            double label = prefix.Ending;
            if (prefix.Parent is { IsFollowed: true } parent)
            {
                label = Sum(label, parent.Label == prefix.Label ? parent.Blank : parent.Total);
            }

            next.Add(new Candidate(prefix.Parent, prefix.Label, prefix.Total + blank, prefix.Parent is null ? double.NegativeInfinity : label + logits[prefix.Label] - norm));
            for (int k = 0; k < classes - 1; k++)
            {
                if (!prefix.IsFollowedBy(k))
                {
                    next.Add(new Candidate(prefix, k, double.NegativeInfinity, (prefix.Label == k ? prefix.Blank : prefix.Total) + logits[k] - norm));
                }
            }
        }

        _beam.ForEach(prefix => prefix.IsFollowed = false);
        _beam = [.. next.OrderByDescending(candidate => Sum(candidate.Blank, candidate.Ending)).Take(width).Select(candidate =>
            (candidate.Parent?.Followed(candidate.Label) ?? _root).At(candidate.Blank, candidate.Ending))];
    }

    /// <summary>The best sequences and the logarithms of their probabilities.</summary>
    /// <param name="count">How many are wanted.</param>
    /// <param name="mergeRepeated">Whether equal labels that follow each other are given once.</param>
    public IReadOnlyList<(int[] Labels, double Score)> Best(int count, bool mergeRepeated)
    {
        Begin();
        KernelContext.Require(count <= _beam.Count, "Less leaves in the beam search than requested.");
        return [.. _beam.OrderByDescending(prefix => prefix.Total).Take(count).Select(prefix => (prefix.Labels(mergeRepeated), prefix.Total))];
    }

    private void Begin()
    {
        if (_beam.Count == 0)
        {
            _beam.Add(_root.At(0, double.NegativeInfinity));
        }
    }

    private static double Sum(double a, double b)
    {
        double max = Math.Max(a, b);
        return double.IsNegativeInfinity(max) ? max : max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max));
    }

    /// <summary>A prefix as it would be after a step, with the logarithms of its probabilities.</summary>
    private readonly record struct Candidate(Prefix? Parent, int Label, double Blank, double Ending);

    /// <summary>A sequence of labels, with the logarithms of the probabilities that it was reached with a blank or with its last label.</summary>
    private sealed class Prefix(Prefix? parent, int label)
    {
        private readonly Dictionary<int, Prefix> _children = [];

        public Prefix? Parent { get; } = parent;

        public int Label { get; } = label;

        public bool IsFollowed { get; set; }

        public double Blank { get; private set; }

        public double Ending { get; private set; }

        public double Total => Sum(Blank, Ending);

        public bool IsFollowedBy(int label) => _children.TryGetValue(label, out Prefix? child) && child.IsFollowed;

        /// <summary>The prefix with one more label: always the same object, so that it is found again after it was dropped.</summary>
        public Prefix Followed(int label) => _children.TryGetValue(label, out Prefix? child) ? child : _children[label] = new Prefix(this, label);

        public Prefix At(double blank, double ending)
        {
            (Blank, Ending, IsFollowed) = (blank, ending, true);
            return this;
        }

        public int[] Labels(bool mergeRepeated)
        {
            var labels = new List<int>();
            int next = -1;
            for (Prefix prefix = this; prefix.Parent is not null; prefix = prefix.Parent)
            {
                if (!mergeRepeated || prefix.Label != next)
                {
                    labels.Add(prefix.Label);
                }

                next = prefix.Label;
            }

            labels.Reverse();
            return [.. labels];
        }
    }
}
