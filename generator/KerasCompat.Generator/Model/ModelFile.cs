namespace KerasCompat.Generator.Model;

/// <summary>One additional file that the build handed over: the contract of a model, or why there is none.</summary>
/// <param name="ModelPath">The model, as an attribute names it.</param>
/// <param name="DeployPath">Where the model lies at run time, relative to the folder of the application.</param>
/// <param name="FilePath">The additional file itself, for messages.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsError">Whether the text is an error.</param>
/// <param name="IsLock">Whether it is the model's committed lock.</param>
/// <param name="MissingOps">
/// What the project's engine lacks (<see cref="KerasCompat.Contracts.BuildItems.MissingOpsMetadata"/>); empty where nothing is lacking.
/// </param>
internal sealed record ModelFile(
    string ModelPath, string DeployPath, string FilePath, string Text, bool IsError, bool IsLock, string MissingOps = "");
