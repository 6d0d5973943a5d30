namespace KerasCompat.OnnxRuntime.Kernels.Structures;

/// <summary>
/// Sequences of states of the largest score, where transitions between states may be weighted or forbidden. Of equal scores the state of the higher number
/// is taken.
/// </summary>
/// <param name="states">The number of states.</param>
/// <param name="logarithmic">Whether scores and weights are added; else they are multiplied.</param>
/// <param name="ends">Whether there are transitions from before the first and to behind the last state; their number is <paramref name="states"/>.</param>
/// <param name="allowed">Which transitions may be, a row for each state that they come from; empty for all.</param>
/// <param name="weights">What transitions add; empty for nothing.</param>
internal sealed class StateChain(int states, bool logarithmic, bool ends, bool[] allowed, float[] weights)
{
    private const int Impossible = -1;

    private readonly int _row = ends ? states + 1 : states;

    /// <summary>The best sequence as a whole (Viterbi).</summary>
    /// <param name="scores">A score for each state, step after step.</param>
    public int[] BestPath(ReadOnlySpan<float> scores)
    {
        int steps = scores.Length / Math.Max(1, states);
        if (steps == 0)
        {
            return [];
        }

        var from = new int[steps * states];
        double[] before = Begin(scores, from);
        for (int step = 1; step < steps; step++)
        {
            var now = new double[states];
            for (int state = 0; state < states; state++)
            {
                (from[(step * states) + state], now[state]) = BestSource(before, from.AsSpan((step - 1) * states, states), scores[(step * states) + state], state);
            }

            before = Normalized(now);
        }

        int last = Last(before, from.AsSpan((steps - 1) * states, states));
        var path = new int[steps];
        for (int step = steps - 1; step >= 0; step--)
        {
            path[step] = last;
            last = last == Impossible ? Impossible : from[(step * states) + last];
        }

        return path;
    }

    /// <summary>The best state at each step, whatever comes later.</summary>
    /// <param name="scores">A score for each state, step after step.</param>
    public int[] BestSteps(ReadOnlySpan<float> scores)
    {
        int steps = scores.Length / Math.Max(1, states), before = states;
        var path = new int[steps];
        for (int step = 0; step < steps; step++)
        {
            int best = Impossible;
            float highest = float.MinValue;
            bool counts = ends || step > 0, isLast = ends && step == steps - 1;
            for (int state = 0; state < states && before != Impossible; state++)
            {
                if (counts && (!IsAllowed(before, state) || (isLast && !IsAllowed(state, states))))
                {
                    continue;
                }

                float score = scores[(step * states) + state];
                score = counts ? Weighted(score, before, state) : score;
                score = isLast ? Weighted(score, state, states) : score;
                (best, highest) = score >= highest ? (state, score) : (best, highest);
            }

            path[step] = before = best;
        }

        return path;
    }

    private double[] Begin(ReadOnlySpan<float> scores, int[] from)
    {
        var first = new double[states];
        for (int state = 0; state < states; state++)
        {
            bool possible = !ends || IsAllowed(states, state);
            from[state] = possible ? states : Impossible;
            first[state] = !possible ? float.MinValue : ends ? Weighted(scores[state], states, state) : scores[state];
        }

        return Normalized(first);
    }

    private (int Source, double Score) BestSource(double[] before, ReadOnlySpan<int> reached, float own, int state)
    {
        int best = Impossible;
        float highest = float.MinValue;
        for (int source = 0; source < states; source++)
        {
            if (reached[source] == Impossible || !IsAllowed(source, state))
            {
                continue;
            }

            float score = Weighted((float)(logarithmic ? own + before[source] : own * before[source]), source, state);
            (best, highest) = score >= highest ? (source, score) : (best, highest);
        }

        return (best, highest);
    }

    private int Last(double[] before, ReadOnlySpan<int> reached)
    {
        int best = Impossible;
        float highest = float.MinValue;
        for (int state = 0; state < states; state++)
        {
            if (reached[state] != Impossible && (!ends || IsAllowed(state, states)))
            {
                float score = ends ? Weighted((float)before[state], state, states) : (float)before[state];
                (best, highest) = score >= highest ? (state, score) : (best, highest);
            }
        }

        return best;
    }

    /// <summary>Products are kept from vanishing: only their proportions count.</summary>
    private double[] Normalized(double[] scores)
    {
        double highest = logarithmic ? 0 : scores.Max();
        return highest > 0 ? Array.ConvertAll(scores, score => score / highest) : scores;
    }

    private bool IsAllowed(int from, int to) => allowed.Length == 0 || allowed[(from * _row) + to];

    private float Weighted(float score, int from, int to) => weights.Length == 0 ? score
        : logarithmic ? score + weights[(from * _row) + to]
        : score * weights[(from * _row) + to];
}
