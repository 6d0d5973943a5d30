using System.Diagnostics;

namespace KerasCompat.IntegrationTests;

/// <summary>A web application that runs while a test asks it.</summary>
internal sealed class WebSample : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;

    private WebSample(Process process, string address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it at a free port of this machine, and waits for it to say which.</summary>
    public static async Task<WebSample> Start(string program)
    {
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            int address = line.IndexOf(Listening, StringComparison.Ordinal);
            if (address >= 0)
            {
                return new WebSample(process, line[(address + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException($"{program} ended without listening.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
