using System.Globalization;

namespace KerasCompat.LoadBenchmarks;

/// <summary>What was measured in a process.</summary>
/// <param name="LoadMilliseconds">The first load of the process, until a call can be made.</param>
/// <param name="AnswerMilliseconds">The first load of the process and its first call.</param>
/// <param name="WarmMilliseconds">A later load and its first call, as a median; not a number where there was none.</param>
/// <param name="CallMicroseconds">A later call, as a median.</param>
/// <param name="PrivateBytes">The private memory of the process after loading; not a number where it was not watched.</param>
/// <param name="PeakBytes">The most that it had; likewise.</param>
internal sealed record Measurement(
    double LoadMilliseconds, double AnswerMilliseconds, double WarmMilliseconds, double CallMicroseconds, double PrivateBytes, double PeakBytes)
{
    /// <summary>The numbers on one line.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        LoadMilliseconds, AnswerMilliseconds, WarmMilliseconds, CallMicroseconds, PrivateBytes, PeakBytes,
    }.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>The numbers of a line.</summary>
    public static Measurement Parse(string line)
    {
        double[] numbers = Array.ConvertAll(line.Trim().Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture));
        return new Measurement(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    /// <summary>The median of one of the numbers.</summary>
    public static double Median(IEnumerable<Measurement> measurements, Func<Measurement, double> number) => Median([.. measurements.Select(number)]);

    /// <summary>The median; not a number of nothing.</summary>
    public static double Median(List<double> numbers)
    {
        numbers.Sort();
        return numbers.Count == 0 ? double.NaN : numbers[numbers.Count / 2];
    }
}
