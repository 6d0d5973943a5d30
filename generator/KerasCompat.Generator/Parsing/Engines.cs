using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Parsing;

/// <summary>Which engines a project references.</summary>
internal static class Engines
{
    private const string OnnxAssembly = "KerasCompat.OnnxRuntime";
    private const string OnnxType = "OnnxModelEngine";

    /// <summary>Whether the project has the default engine, so that a client can load its model itself.</summary>
    /// <remarks><c>Compilation.GetTypeByMetadataName</c> would look through all namespaces of the project after each edit.</remarks>
    public static bool HasOnnx(Compilation compilation) =>
        compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => assembly.Name == OnnxAssembly && HasOnnx(assembly))
        || (compilation.Assembly.TypeNames.Contains(OnnxType) && HasOnnx(compilation.Assembly));

    private static bool HasOnnx(IAssemblySymbol assembly) => assembly.GetTypeByMetadataName($"{OnnxAssembly}.{OnnxType}") is not null;
}
