using KerasCompat.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>One model as the build hands it to the compiler: an additional file and its metadata.</summary>
internal sealed class ModelItem : AdditionalText
{
    private readonly string _text;

    private ModelItem(string model, string text, IReadOnlyDictionary<string, string> metadata)
    {
        _text = text;
        Path = $"obj/{model}{BuildItems.ContractFileSuffix}";
        Metadata = metadata;
    }

    public override string Path { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public static ModelItem Of(string model, ModelContract contract) => WithText(model, ContractJson.Write(contract));

    public static ModelItem Lock(string model, ModelContract contract) =>
        WithText(model, ContractJson.Write(contract), (BuildItems.LockMetadata, BuildItems.True));

    public static ModelItem Error(string model, string kind, string message) => WithText(
        model,
        $$$"""{"error": {"kind": "{{{kind}}}", "path": "{{{model}}}", "message": "{{{message}}}"}}""",
        (BuildItems.ErrorMetadata, BuildItems.True));

    public static ModelItem WithText(string model, string text, params (string Name, string Value)[] metadata)
    {
        var all = new Dictionary<string, string> { [BuildItems.ModelMetadata] = model };
        foreach ((string name, string value) in metadata)
        {
            all.Add(name, value);
        }

        return new(model, text, all);
    }

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(_text);
}
