using System.Runtime.CompilerServices;

namespace KerasCompat.Cli.Tests.Running;

/// <summary>Compares a text with <c>Snapshots/NAME.verified.txt</c>; what differs is written beside it as <c>NAME.received.txt</c>.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string text, [CallerFilePath] string testFile = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(testFile)!)!, "Snapshots");
        string verified = Path.Combine(folder, name + ".verified.txt");
        string received = Path.Combine(folder, name + ".received.txt");
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Equal(expected, text);
    }
}
