using KerasCompat.Contracts;

namespace KerasCompat.Build.Contracts;

/// <summary>The contract of one meta graph that a program can call.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="MissingOps">The ops that the project's engine lacks, as <see cref="BuildItems.MissingOpsMetadata"/> writes them; empty where none is lacking.</param>
internal sealed record CallableContract(ModelContract Contract, string MissingOps);
