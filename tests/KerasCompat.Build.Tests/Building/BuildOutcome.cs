namespace KerasCompat.Build.Building;

/// <summary>How a program ended, and what it printed.</summary>
internal sealed record BuildOutcome(bool IsSuccess, string Output)
{
    /// <summary>The output of a program that must have succeeded.</summary>
    public string Expect()
    {
        Assert.True(IsSuccess, Output);
        return Output;
    }
}
