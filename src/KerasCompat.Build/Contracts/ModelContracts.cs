namespace KerasCompat.Build.Contracts;

/// <summary>What the build knows of one model after it looked at it.</summary>
/// <param name="Files">The files that the compiler is given.</param>
/// <param name="HasModel">Whether the model's own files are there, to be copied to where the program finds them.</param>
/// <param name="Problem">Why the model could not be read; null when it was.</param>
internal sealed record ModelContracts(IReadOnlyList<ContractFile> Files, bool HasModel, ModelProblem? Problem);
