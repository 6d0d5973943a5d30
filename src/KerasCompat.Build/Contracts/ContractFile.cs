namespace KerasCompat.Build.Contracts;

/// <summary>A file that the compiler is given for a model.</summary>
/// <param name="Path">The absolute path of the file.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="MissingOps">The ops that the project's engine lacks, as <see cref="KerasCompat.Contracts.BuildItems.MissingOpsMetadata"/> writes them; empty where none is lacking.</param>
internal sealed record ContractFile(string Path, ContractFileKind Kind, string MissingOps = "");
