using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>Asserts what the steps of the pipeline had to do.</summary>
internal static class Steps
{
    /// <summary>Asserts that no step of a run came to anything new, and that no output was written again.</summary>
    public static void AssertNothingChanged(GeneratorDriverRunResult run)
    {
        GeneratorRunResult result = Assert.Single(run.Results);
        Assert.Null(result.Exception);
        foreach (string name in TrackingNames.All)
        {
            AssertUnchanged(result, name);
        }

        AssertOutputsCached(result);
    }

    /// <summary>Asserts that a step came to nothing new.</summary>
    public static void AssertUnchanged(GeneratorRunResult result, string name)
    {
        if (!result.TrackedSteps.TryGetValue(name, out var steps))
        {
            return;
        }

        Assert.All(
            steps.SelectMany(step => step.Outputs),
            output => Assert.True(
                output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"step {name} was {output.Reason}"));
    }

    /// <summary>Asserts that no client was written again, and nothing reported again.</summary>
    public static void AssertOutputsCached(GeneratorRunResult result) => Assert.All(
        result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs),
        output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));

    /// <summary>Why each output of a step is what it is.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> Reasons(GeneratorDriverRunResult run, string name) =>
        [.. run.Results[0].TrackedSteps[name].SelectMany(step => step.Outputs).Select(output => output.Reason)];
}
