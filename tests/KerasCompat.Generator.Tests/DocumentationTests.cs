using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>What the guides show compiles, with the clients that the generator writes for it.</summary>
public sealed class DocumentationTests
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
}
