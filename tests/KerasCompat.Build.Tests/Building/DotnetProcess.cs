using System.Diagnostics;
using System.Text;

namespace KerasCompat.Build.Building;

/// <summary>Runs programs as a user in a shell would: nothing of the build that runs the tests reaches them.</summary>
internal static class DotnetProcess
{
    /// <summary>Builds, restores, packs, ...: <c>dotnet</c> commands that run MSBuild. No build node stays behind.</summary>
    public static BuildOutcome Build(string folder, params string[] arguments) =>
        Run("dotnet", folder, [.. arguments, "-nodereuse:false", "-p:NuGetAudit=false"]);

    /// <summary>Any program.</summary>
    public static BuildOutcome Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        // It would come before the folder that a project of the tests names for its packages.
        start.Environment.Remove("NUGET_PACKAGES");
        // The tests expect the messages in English.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new BuildOutcome(process.ExitCode == 0, output + error.GetAwaiter().GetResult());
    }
}
