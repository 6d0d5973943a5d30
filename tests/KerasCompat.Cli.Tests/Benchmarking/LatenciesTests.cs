using FsCheck.Xunit;
using KerasCompat.Cli.Benchmarking;

namespace KerasCompat.Cli.Tests.Benchmarking;

public class LatenciesTests
{
    [Theory]
    [InlineData(0.5, 5)]
    [InlineData(0.9, 9)]
    [InlineData(0.99, 10)]
    [InlineData(0, 1)]
    [InlineData(1, 10)]
    public void A_percentile_is_the_time_that_this_share_of_calls_does_not_exceed(double share, double time) =>
        Assert.Equal(time, new Latencies([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).Percentile(share));

    [Fact]
    public void Without_calls_there_is_no_percentile() => Assert.True(double.IsNaN(new Latencies([]).Percentile(0.5)));

    [Property]
    public void A_percentile_is_one_of_the_times(int[] times, byte share)
    {
        var latencies = new Latencies(times.Select(t => (double)t));

        Assert.True(times.Length == 0 || times.Contains((int)latencies.Percentile(share / 255.0)));
    }
}
