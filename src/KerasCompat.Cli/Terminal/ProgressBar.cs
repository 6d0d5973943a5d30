using Spectre.Console;

namespace KerasCompat.Cli.Terminal;

/// <summary>A progress bar on standard error; nothing where nobody would see it.</summary>
internal static class ProgressBar
{
    /// <summary>Does work while a bar shows how many of its steps are done.</summary>
    /// <param name="console">The console.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="total">How many steps there are.</param>
    /// <param name="work">The work; calls its argument after every step.</param>
    public static Task ShowAsync(ToolConsole console, string title, int total, Func<Action, Task> work) =>
        ShowAsync(console, title, total, [new RemainingTimeColumn()], advance => work(() => advance(1)));

    /// <summary>Does work while a bar shows how many of its bytes are done.</summary>
    /// <param name="console">The console.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="total">How many bytes there are.</param>
    /// <param name="work">The work; tells its argument how many bytes more are done.</param>
    public static Task ShowBytesAsync(ToolConsole console, string title, long total, Func<Action<long>, Task> work) =>
        ShowAsync(console, title, total, [new DownloadedColumn(), new RemainingTimeColumn()], work);

    private static async Task ShowAsync(ToolConsole console, string title, long total, ProgressColumn[] columns, Func<Action<long>, Task> work)
    {
        if (!console.ShowsProgress)
        {
            await work(static _ => { });
            return;
        }

        await console.Progress.Progress()
            .AutoClear(true)
            .Columns([new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), .. columns])
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(title, maxValue: Math.Max(total, 1));
                await work(step => task.Increment(step));
            });
    }
}
