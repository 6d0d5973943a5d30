using Spectre.Console;

namespace KerasCompat.Cli.Terminal;

/// <summary>A progress bar on standard error; nothing where nobody would see it.</summary>
internal static class ProgressBar
{
    /// <summary>Does work while a bar shows how much of it is done.</summary>
    /// <param name="console">The console.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="total">How many steps there are.</param>
    /// <param name="work">The work; calls its argument after every step.</param>
    public static async Task ShowAsync(ToolConsole console, string title, int total, Func<Action, Task> work)
    {
        if (!console.ShowsProgress)
        {
            await work(static () => { });
            return;
        }

        await console.Progress.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(title, maxValue: total);
                await work(() => task.Increment(1));
            });
    }
}
