using System.Reflection;
using System.Reflection.Emit;

namespace KerasCompat.LoadProfiles;

/// <summary>
/// A profile for the ReadyToRun compiler (.mibc): methods that are to be compiled into an image though nothing in it calls them directly.
/// It is an assembly whose code is never run: a method "AssemblyDictionary" names groups of methods, each by the assemblies that it takes to
/// know them, and a method for each group loads their tokens. See MIbcProfileParser.cs of dotnet/runtime.
/// </summary>
/// <param name="home">The assembly whose image it is.</param>
internal sealed class LoadProfile(string home)
{
    private readonly SortedDictionary<string, HashSet<MethodBase>> _groups = new(StringComparer.Ordinal);

    /// <summary>The number of its methods.</summary>
    public int Count => _groups.Values.Sum(group => group.Count);

    /// <summary>Adds a method.</summary>
    public void Add(CompiledMethod method)
    {
        string group = string.Concat(method.Assemblies.Append(home).Distinct().Select(name => name + ";"));
        if (!_groups.TryGetValue(group, out HashSet<MethodBase>? methods))
        {
            _groups.Add(group, methods = []);
        }

        methods.Add(method.Method);
    }

    /// <summary>Writes the profile.</summary>
    public void Save(string path)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(home + ".ReadyToRun"), typeof(object).Assembly);
        ModuleBuilder module = assembly.DefineDynamicModule(home + ".ReadyToRun");
        ILGenerator dictionary = DefineMethod(module, "AssemblyDictionary").GetILGenerator();
        foreach ((string assemblies, HashSet<MethodBase> methods) in _groups)
        {
            MethodBuilder group = DefineMethod(module, "Assemblies_" + assemblies);
            ILGenerator code = group.GetILGenerator();
            foreach (MethodBase method in methods)
            {
                int token = method is ConstructorInfo constructor
                    ? module.GetMethodMetadataToken(constructor)
                    : module.GetMethodMetadataToken((MethodInfo)method);
                code.Emit(OpCodes.Ldtoken, token);
                code.Emit(OpCodes.Pop);
            }

            code.Emit(OpCodes.Ret);
            dictionary.Emit(OpCodes.Ldstr, assemblies);
            dictionary.Emit(OpCodes.Ldtoken, group);
            dictionary.Emit(OpCodes.Pop);
        }

        dictionary.Emit(OpCodes.Ret);
        module.CreateGlobalFunctions();
        assembly.Save(path);
    }

    private static MethodBuilder DefineMethod(ModuleBuilder module, string name) =>
        module.DefineGlobalMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), Type.EmptyTypes);
}
