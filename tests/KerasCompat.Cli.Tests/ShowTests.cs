using FsCheck.Xunit;

namespace KerasCompat.Cli.Tests;

public class ShowTests
{
    [Theory]
    [InlineData("plain  text", "plain  text")]
    [InlineData("two\nlines\tand a tab", "two lines and a tab")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred [0m")]
    [InlineData("right\u202eto left", "right to left")]
    [InlineData("", "")]
    public void A_name_does_nothing_to_a_terminal(string name, string shown) => Assert.Equal(shown, Show.OneLine(name));

    [Property]
    public void What_is_shown_is_always_one_line(string? name) => Assert.DoesNotContain(Show.OneLine(name ?? ""), c => char.IsControl(c));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(5.96e-8, "5.96e-8")]
    [InlineData(1234.5, "1.23e+3")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NaN, "nan")]
    public void Errors_have_three_digits(double error, string shown) => Assert.Equal(shown, Show.Error(error));

    [Theory]
    [InlineData(900, "900 B")]
    [InlineData(14_300_000, "14.3 MB")]
    [InlineData(2_150_000_000, "2.15 GB")]
    public void Sizes_are_read_by_persons(long bytes, string shown) => Assert.Equal(shown, Show.Bytes(bytes));
}
