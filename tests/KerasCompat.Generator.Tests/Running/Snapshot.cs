using System.Runtime.CompilerServices;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>
/// Compares a text with the one that was reviewed and committed, <c>Snapshots/NAME.verified.cs</c>. On a difference the new text is
/// written beside it as <c>NAME.received.cs</c>: review it, and rename it to accept it.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string received, [CallerMemberName] string name = "") => Verify(
        received,
        Path.Combine(RepositoryFolder.Snapshots, $"{name}.verified.cs"),
        Path.Combine(RepositoryFolder.Snapshots, $"{name}.received.cs"));

    public static void Verify(string received, string verifiedFile, string receivedFile)
    {
        string verified = File.Exists(verifiedFile) ? File.ReadAllText(verifiedFile) : "";
        if (verified == received)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        IEnumerable<string> lines = InlineDiffBuilder.Diff(verified, received).Lines
            .Where(line => line.Type is ChangeType.Inserted or ChangeType.Deleted)
            .Take(20)
            .Select(line => $"{(line.Type == ChangeType.Inserted ? '+' : '-')} {line.Text}");
        Assert.Fail($"{Path.GetFileName(verifiedFile)} differs:\n{string.Join('\n', lines)}");
    }
}
