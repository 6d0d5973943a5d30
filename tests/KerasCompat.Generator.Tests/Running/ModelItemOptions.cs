using System.Diagnostics.CodeAnalysis;
using KerasCompat.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>Shows the metadata of model items as the compiler shows those of additional files.</summary>
internal sealed class ModelItemOptions : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new Dictionary<string, string>());

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        textFile is ModelItem item ? new Options(item.Metadata) : GlobalOptions;

    private sealed class Options(IReadOnlyDictionary<string, string> metadata) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = null;
            return key.StartsWith(BuildItems.CompilerPrefix, StringComparison.Ordinal)
                && metadata.TryGetValue(key[BuildItems.CompilerPrefix.Length..], out value);
        }
    }
}
