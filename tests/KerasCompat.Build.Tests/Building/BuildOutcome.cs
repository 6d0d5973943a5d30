namespace KerasCompat.Build.Building;

internal sealed record BuildOutcome(bool IsSuccess, string Output);
