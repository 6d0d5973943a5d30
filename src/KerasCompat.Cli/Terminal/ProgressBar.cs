using Spectre.Console;

namespace KerasCompat.Cli.Terminal;

/// <summary>A progress bar on standard error; nothing where nobody would see it.</summary>
internal static class ProgressBar
{
    /// <summary>Does work while a bar shows how many of its steps are done.</summary>
    /// <param name="console">The console; null for no bar.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="total">How many steps there are.</param>
    /// <param name="work">The work; calls its argument after every step.</param>
    public static Task ShowAsync(ToolConsole? console, string title, int total, Func<Action, Task> work) =>
        ShowAsync(console, title, total, [new RemainingTimeColumn()], advance => work(() => advance(1)));

    /// <summary>Does work while a bar shows how many of its bytes are done.</summary>
    /// <param name="console">The console; null for no bar.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="total">How many bytes there are.</param>
    /// <param name="work">The work; tells its argument how many bytes more are done.</param>
    public static Task ShowBytesAsync(ToolConsole? console, string title, long total, Func<Action<long>, Task> work) =>
        ShowAsync(console, title, total, [new DownloadedColumn(), new RemainingTimeColumn()], work);

    /// <summary>Does work of which nobody knows how long it takes.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="console">The console.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work.</param>
    public static T Wait<T>(ToolConsole console, string title, Func<T> work) =>
        console.ShowsProgress ? console.Progress.Status().Start(title, _ => work()) : work();

    private static async Task ShowAsync(ToolConsole? console, string title, long total, ProgressColumn[] columns, Func<Action<long>, Task> work)
    {
        if (console is not { ShowsProgress: true })
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
