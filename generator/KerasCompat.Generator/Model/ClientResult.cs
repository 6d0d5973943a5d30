using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;

namespace KerasCompat.Generator.Model;

/// <summary>What a request came to.</summary>
/// <param name="Client">The client to write; null where there can be none.</param>
/// <param name="Diagnostics">What is to be reported.</param>
internal sealed record ClientResult(ClientSpec? Client, EquatableArray<DiagnosticInfo> Diagnostics);
