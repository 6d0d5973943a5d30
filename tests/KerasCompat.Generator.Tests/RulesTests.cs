using System.Text;
using System.Text.RegularExpressions;
using KerasCompat.CodeFixes;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace KerasCompat.Generator.Tests;

/// <summary>Rules, their pages and their list stay together.</summary>
public sealed partial class RulesTests
{
    public static TheoryData<string> Ids => [.. Rules.All.Select(rule => rule.Id)];

    [Fact]
    public void Ids_are_unique_and_in_order() => Assert.Equal(Rules.All.Select(rule => rule.Id).Order(StringComparer.Ordinal).Distinct(), Rules.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_page_with_its_title_its_severity_cause_example_and_remedy(string id)
    {
        DiagnosticDescriptor rule = Rules.Find(id);
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Rules, $"{id}.md"));

        Assert.StartsWith($"# {id}: {char.ToLowerInvariant(rule.Title.ToString()[0])}{rule.Title.ToString()[1..]}\n", page, StringComparison.Ordinal);
        Assert.Contains($"\n{Severity(rule)}, at ", page, StringComparison.Ordinal);
        Assert.Equal(["Cause", "Example", "Remedy"], Headings().Matches(page).Select(match => match.Groups[1].Value));
        Assert.EndsWith($"/docs/diagnostics/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_is_in_the_list_of_its_release(string id)
    {
        DiagnosticDescriptor rule = Rules.Find(id);
        string releases = File.ReadAllText(Path.Combine(RepositoryFolder.Releases, "AnalyzerReleases.Shipped.md"))
            + File.ReadAllText(Path.Combine(RepositoryFolder.Releases, "AnalyzerReleases.Unshipped.md"));

        Assert.Contains($"{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}", releases, StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_of_the_pages_lists_every_rule()
    {
        var index = new StringBuilder("""
            # Diagnostics

            Each with its cause, an example and the remedy. Severities can be changed in an `.editorconfig`, as those of the compiler:
            `dotnet_diagnostic.KC0040.severity = error`.

            | rule | severity | what |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (string file in Directory.EnumerateFiles(RepositoryFolder.Rules, "KC*.md").Order(StringComparer.Ordinal))
        {
            string[] lines = File.ReadAllLines(file);
            string id = Path.GetFileNameWithoutExtension(file);
            string severity = lines[2].Split(' ')[0].TrimEnd(',', '.', ';');
            index.Append($"| [{id}]({id}.md) | {severity} | {lines[0][(lines[0].IndexOf(':', StringComparison.Ordinal) + 2)..]} |\n");
        }

        Snapshot.Verify(index.ToString(), Path.Combine(RepositoryFolder.Rules, "README.md"), Path.Combine(RepositoryFolder.Rules, "README.received.md"));
    }

    [Fact]
    public void Every_page_that_promises_a_code_fix_has_one()
    {
        string[] fixable =
        [
            .. typeof(AddPartialFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
                .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds).Order(StringComparer.Ordinal),
        ];

        Assert.Equal(
            Rules.All.Select(rule => rule.Id).Where(id => File.ReadAllText(Path.Combine(RepositoryFolder.Rules, $"{id}.md")).Contains("code fix", StringComparison.Ordinal)),
            fixable);
    }

    private static string Severity(DiagnosticDescriptor rule) => rule.DefaultSeverity == DiagnosticSeverity.Info ? "Information" : rule.DefaultSeverity.ToString();

    [GeneratedRegex("^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();
}
