using System.Diagnostics;
using System.Text;

namespace KerasCompat.Build.Tasks;

/// <summary>What came of a run of an engine's precompiler.</summary>
/// <param name="IsSuccess">Whether it did what it was to do.</param>
/// <param name="Output">What it told, line by line.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record PrecompilerRun(bool IsSuccess, string[] Output, string Error)
{
    /// <summary>Runs the precompiler in a process of its own: it needs a newer .NET than MSBuild may run on.</summary>
    /// <param name="host">The <c>dotnet</c> to run it; empty for the one of the path.</param>
    /// <param name="precompiler">The program.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="folder">The folder for what it makes.</param>
    public static PrecompilerRun Of(string host, string precompiler, string model, string folder)
    {
        var start = new ProcessStartInfo(host.Length > 0 ? host : "dotnet", $"exec \"{precompiler}\"")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        using var process = new Process { StartInfo = start };
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        // As bytes: the encoding of a console is whatever the machine has.
        byte[] input = Encoding.UTF8.GetBytes($"{model}\n{folder}\n");
        process.StandardInput.BaseStream.Write(input, 0, input.Length);
        process.StandardInput.Close();
        string[] output = process.StandardOutput.ReadToEnd().Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return new PrecompilerRun(process.ExitCode == 0, output, error.ToString().Trim());
    }
}
