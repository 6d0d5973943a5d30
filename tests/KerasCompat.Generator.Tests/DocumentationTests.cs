using System.Text.RegularExpressions;
using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>What the guides show compiles, with the clients that the generator writes for it.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string, int> Examples()
    {
        var data = new TheoryData<string, int>();
        foreach (DocumentExample example in DocumentExample.All)
        {
            data.Add(example.Document, example.Line);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_compiles(string document, int line)
    {
        DocumentExample example = DocumentExample.All.Single(candidate => candidate.Document == document && candidate.Line == line);

        Generated generated = example.Project().Generate();

        Assert.Empty(generated.Ids);
        generated.AssertCompiles();
    }

    [Fact]
    public void The_architecture_names_what_is_there()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "architecture.md"));
        string code = string.Concat(new[] { "src", "generator" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".targets" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));

        string[] names = [.. CodeName().Matches(page).Select(match => match.Groups[1].Value).Distinct()];

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Matches($@"\b{name}\b", code));
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+)`")]
    private static partial Regex CodeName();
}
