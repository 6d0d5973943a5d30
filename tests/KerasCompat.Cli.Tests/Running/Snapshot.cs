namespace KerasCompat.Cli.Tests.Running;

/// <summary>Compares a text with <c>Snapshots/NAME.verified.txt</c>; what differs is written beside it as <c>NAME.received.txt</c>.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string text)
    {
        // Not by the compiler's path of this file: a deterministic build replaces it.
        string folder = Path.Combine(TestModels.Root, "../KerasCompat.Cli.Tests/Snapshots");
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
