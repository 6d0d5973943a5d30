using System.Text.RegularExpressions;

namespace KerasCompat.IntegrationTests;

public sealed class DocumentationTests
{
    public static TheoryData<string> Pages()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.md"));
        return [.. pages.Select(page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))];
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_that_are_there(string page)
    {
        string path = Path.Combine(Repository.Root, page);
        IEnumerable<string> links = Regex.Matches(File.ReadAllText(path), @"\]\(([^)#:\s]+)(#[^)]*)?\)").Select(match => match.Groups[1].Value);

        Assert.DoesNotContain(links, link => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)));
    }
}
