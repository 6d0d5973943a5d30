using KerasCompat.Contracts;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Gives each class the files of its own model, so that it does not depend on any other.</summary>
internal static class RequestBuilder
{
    /// <summary>A class with its files; with the names of all models that can be read only where there is none of its own.</summary>
    public static ClientRequest Build(ClientClass client, EquatableArray<ModelFile> files)
    {
        string path = ModelPaths.Canonical(client.ModelPath);
        EquatableArray<ModelFile> own = new(files.Where(file => file.ModelPath == path));
        return own.Count > 0
            ? new(client, own, default)
            : new(client, default, new(files.Where(file => !file.IsError).Select(file => file.ModelPath).Distinct().OrderBy(model => model, StringComparer.Ordinal)));
    }
}
