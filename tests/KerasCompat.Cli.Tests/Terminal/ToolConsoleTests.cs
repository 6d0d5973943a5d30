using KerasCompat.Cli.Terminal;

namespace KerasCompat.Cli.Tests.Terminal;

public class ToolConsoleTests
{
    [Theory]
    [InlineData(true, null, null, false)]
    [InlineData(true, null, "xterm", false)]
    [InlineData(true, "1", "xterm", true)]
    [InlineData(true, "", "xterm", false)]
    [InlineData(true, null, "dumb", true)]
    [InlineData(false, null, "xterm", true)]
    public void Output_is_plain_when_it_is_no_terminal_or_the_user_says_so(bool isTerminal, string? noColor, string? term, bool plain) =>
        Assert.Equal(plain, ToolConsole.IsPlain(isTerminal, name => name switch
        {
            "NO_COLOR" => noColor,
            "TERM" => term,
            _ => null,
        }));
}
