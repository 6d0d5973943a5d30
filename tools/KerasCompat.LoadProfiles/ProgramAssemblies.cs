using System.Reflection;

namespace KerasCompat.LoadProfiles;

/// <summary>The assemblies of a program: ours, those it uses, and .NET's own.</summary>
/// <param name="folder">Where the program lies.</param>
internal sealed class ProgramAssemblies(string folder)
{
    // From the one that all others use to the one that uses all others.
    private static readonly string[] Libraries =
        ["KerasCompat.Contracts", "KerasCompat.SavedModel", "KerasCompat.Onnx", "KerasCompat", "KerasCompat.OnnxRuntime"];

    private readonly Dictionary<string, Assembly?> _assemblies = [];

    /// <summary>The assembly that a process had loaded from a path; null where this process has no such one.</summary>
    public Assembly? Find(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (!_assemblies.TryGetValue(name, out Assembly? assembly))
        {
            _assemblies.Add(name, assembly = Load(name + ".dll"));
        }

        return assembly;
    }

    /// <summary>
    /// The library whose image is to have a method's code: the one that defines the types that the method is compiled for; the engine for those of
    /// .NET, as it is part of every load. Null of what concerns the program itself.
    /// </summary>
    public static string? HomeOf(CompiledMethod method)
    {
        string? home = Libraries.LastOrDefault(method.Assemblies.Contains);
        bool isOfProgram = method.Assemblies.Any(name => name.StartsWith("KerasCompat", StringComparison.Ordinal) && !Libraries.Contains(name));
        return isOfProgram ? null : home ?? Libraries[^1];
    }

    private Assembly? Load(string file)
    {
        string own = Path.Combine(folder, file);
        string framework = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, file);
        return File.Exists(own) ? Assembly.LoadFrom(Path.GetFullPath(own))
            : File.Exists(framework) ? Assembly.Load(AssemblyName.GetAssemblyName(framework))
            : null;
    }
}
