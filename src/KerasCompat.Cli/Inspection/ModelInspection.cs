using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Inspection;

/// <summary>Everything that <c>inspect</c> knows of a model.</summary>
/// <param name="Path">The model, as the caller named it.</param>
/// <param name="ClassName">A name for the class that will stand for it.</param>
/// <param name="Info">What the model says of itself.</param>
/// <param name="GraphBytes">The size of <c>saved_model.pb</c>.</param>
/// <param name="Weights">What its checkpoint holds; null where it has none.</param>
/// <param name="MetaGraphs">Its meta graphs.</param>
internal sealed record ModelInspection(
    string Path,
    string ClassName,
    SavedModelInfo Info,
    long GraphBytes,
    WeightsSummary? Weights,
    IReadOnlyList<MetaGraphInspection> MetaGraphs)
{
    /// <summary>What makes the model unusable as it lies there; null where nothing does.</summary>
    public KerasCompatException? Problem => Weights?.Problem ?? MetaGraphs.SelectMany(g => g.Support.Values).FirstOrDefault(s => s.Problem is not null)?.Problem;

    /// <summary>Looks into a model.</summary>
    /// <param name="path">The model, as the caller named it.</param>
    public static ModelInspection Of(string path)
    {
        SavedModelInfo info = SavedModelReader.Read(path);
        string name = System.IO.Path.GetFileName(System.IO.Path.GetFullPath(info.Path));
        string className = Generator.Parsing.Identifiers.Pascal(name, "keras") + "Model";
        return new ModelInspection(
            path,
            className,
            info,
            new FileInfo(System.IO.Path.Combine(info.Path, ModelPath.SavedModelFile)).Length,
            WeightsSummary.Read(info.Path),
            [.. info.MetaGraphs.Select(graph => MetaGraphInspection.Of(path, className, info, graph))]);
    }
}

/// <summary>Everything that <c>inspect</c> knows of a meta graph.</summary>
/// <param name="Contract">What it promises.</param>
/// <param name="CSharp">What the generator makes of it.</param>
/// <param name="Support">Whether the default engine can run its signatures, by key.</param>
internal sealed record MetaGraphInspection(ModelContract Contract, CSharpView CSharp, IReadOnlyDictionary<string, SignatureSupport> Support)
{
    /// <summary>Looks into a meta graph.</summary>
    public static MetaGraphInspection Of(string path, string className, SavedModelInfo info, MetaGraphInfo graph)
    {
        ModelContract contract = ContractFactory.Create(info, graph.Tags, withFingerprint: false);
        using SavedModelPrograms programs = SavedModelPrograms.Open(info.Path, graph.Tags);
        return new MetaGraphInspection(
            contract,
            CSharpView.Of(path, className, contract),
            contract.Signatures.ToDictionary(s => s.Key, s => SignatureSupport.Of(programs, s), StringComparer.Ordinal));
    }
}
