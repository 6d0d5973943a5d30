using KerasCompat.Contracts;

namespace KerasCompat.Generator.Model;

/// <summary>A class with what the build knows of its model. Says nothing of any other model unless this one was not found.</summary>
/// <param name="Class">The class.</param>
/// <param name="Files">The files of its model.</param>
/// <param name="KnownModels">The models that there are, where there is no file of this one; else empty.</param>
internal sealed record ClientRequest(ClientClass Class, EquatableArray<ModelFile> Files, EquatableArray<string> KnownModels);
