using System.Globalization;
using KerasCompat.Batching;

namespace KerasCompat.CallBenchmarks;

/// <summary>The client beside what a careful programmer writes with ONNX Runtime's own API on the same graph, measured in turns.</summary>
internal static class Ratios
{
    private static readonly Dictionary<string, Action<TextWriter>> All = new(StringComparer.Ordinal)
    {
        ["into"] = Into,
        ["new"] = New,
        ["threads"] = Threads,
        ["batching"] = Batching,
        ["observation"] = Observation,
    };

    /// <summary>Measures and prints.</summary>
    /// <param name="names">Which comparisons; all where none is named.</param>
    /// <param name="output">Where to print.</param>
    public static void Run(string[] names, TextWriter output)
    {
        if (Array.Find(names, name => !All.ContainsKey(name)) is { } unknown)
        {
            output.WriteLine($"There is no comparison '{unknown}'; there are {string.Join(", ", All.Keys)}.");
            return;
        }

        foreach (string name in names.Length == 0 ? [.. All.Keys] : names)
        {
            All[name](output);
        }
    }

    private static void Into(TextWriter output)
    {
        using LabelImage client = LabelImage.Load();
        using var handWritten = new HandWritten();
        float[] image = new float[10], label = new float[2], score = new float[1];
        Write(output, "into the caller's tensor, ONNX Runtime bound once", Alternation.Measure(
            () => client.Into(image, label, score), () => handWritten.Bound(image, label)));
    }

    private static void New(TextWriter output)
    {
        using LabelImage client = LabelImage.Load();
        using var handWritten = new HandWritten();
        float[] image = new float[10], label = new float[2];
        Write(output, "new tensors, ONNX Runtime with an OrtValue per tensor", Alternation.Measure(
            () => client.New(image, label), () => handWritten.OrtValues(image, label)));
    }

    private static void Threads(TextWriter output)
    {
        using LabelImage client = LabelImage.Load();
        foreach (int threads in (int[])[1, 2, 16])
        {
            using var first = new HandWritten();
            HandWritten[] sessions = [.. Enumerable.Range(0, threads).Select(_ => new HandWritten())];
            HandWritten[] bindings = [.. Enumerable.Range(0, threads).Select(_ => new HandWritten(first))];
            Write(output, $"{threads} threads on one client, {threads} hand-written sessions", Measure(client, sessions));
            Write(output, $"{threads} threads on one client, {threads} bindings of one hand-written session", Measure(client, bindings));
            Array.ForEach(sessions, session => session.Dispose());
            Array.ForEach(bindings, binding => binding.Dispose());
        }
    }

    private static void Observation(TextWriter output)
    {
        using var unobserved = new ObservationBenchmarks { Listener = Listener.Nobody };
        unobserved.Load();
        Write(output, "asking whether anybody listens, and a whole call", Alternation.Measure(() => unobserved.Question(), () => unobserved.Call()));
    }

    private static void Batching(TextWriter output)
    {
        const int Callers = 64;
        foreach (int threads in (int[])[0, 1])
        {
            using var plain = new RecommenderCalls(null, threads);
            foreach (TimeSpan delay in (TimeSpan[])[TimeSpan.FromMilliseconds(1), TimeSpan.Zero])
            {
                using var gathered = new RecommenderCalls(new BatchingOptions { MaxRows = Callers, MaxDelay = delay }, threads);
                string how = $"recommender, {Callers} callers, IntraOpThreads {threads}, batched with a delay of {delay.TotalMilliseconds} ms, and as they come";
                Write(output, $"{how}, blocking threads", ThreadAlternation.Measure(Callers, _ => gathered.Call, _ => plain.Call));
                Write(output, $"{how}, asynchronous", TaskAlternation.Measure(Callers, gathered.CallAsync, plain.CallAsync));
            }
        }
    }

    private static (Timing Ours, Timing Theirs) Measure(LabelImage client, HandWritten[] handWritten) => ThreadAlternation.Measure(
        handWritten.Length,
        _ =>
        {
            float[] image = new float[10], label = new float[2], score = new float[1];
            return () => client.Into(image, label, score);
        },
        thread =>
        {
            float[] image = new float[10], label = new float[2];
            return () => handWritten[thread].Bound(image, label);
        });

    private static void Write(TextWriter output, string what, (Timing Ours, Timing Theirs) measured)
    {
        (Timing ours, Timing theirs) = measured;
        output.WriteLine(what);
        Line("median", ours.Median, theirs.Median);
        Line("least", ours.Least, theirs.Least);
        if (!double.IsNaN(ours.Bytes))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  bytes   {ours.Bytes:0}, {theirs.Bytes:0}"));
        }

        void Line(string name, double our, double their) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {name,-7} {our:0} ns, {their:0} ns, ratio {our / their:0.000}, difference {our - their:0} ns"));
    }
}
