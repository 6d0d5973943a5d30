using System.CommandLine;
using KerasCompat.Cli.Terminal;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat completion SHELL</c></summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _kerascompat() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(kerascompat "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _kerascompat kerascompat
            """,
        ["zsh"] = """
            _kerascompat() {
                local -a words
                words=("${(@f)$(kerascompat "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                compadd -a words || _files
            }
            compdef _kerascompat kerascompat
            """,
        ["fish"] = """
            complete -c kerascompat -a '(kerascompat "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName kerascompat -ScriptBlock {
                param($word, $ast, $position)
                kerascompat "[suggest:$position]" "$ast" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_)
                }
            }
            """,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints the script that completes commands and options in a shell.") { shell };
        command.SetAction((arguments, _) =>
        {
            console.Out.WriteLine(Scripts[arguments.GetRequiredValue(shell)]);
            return Task.FromResult(ExitCode.Fine);
        });
        return command.WithExamples(
            "source <(kerascompat completion bash)",
            "kerascompat completion pwsh | Out-String | Invoke-Expression");
    }
}
