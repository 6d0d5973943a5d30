namespace KerasCompat.Build.Contracts;

/// <summary>A file that the compiler is given for a model.</summary>
/// <param name="Path">The absolute path of the file.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record ContractFile(string Path, ContractFileKind Kind);
