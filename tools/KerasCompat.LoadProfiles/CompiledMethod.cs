using System.Reflection;

namespace KerasCompat.LoadProfiles;

/// <summary>A method that the runtime compiled, with the types that it was compiled for.</summary>
/// <param name="Method">The method.</param>
/// <param name="Assemblies">The names of the assemblies that define it and its type arguments; the one that defines the method is the first.</param>
internal sealed record CompiledMethod(MethodBase Method, IReadOnlyList<string> Assemblies)
{
    /// <summary>A method of a closed type, itself closed; null of one that is not generic.</summary>
    public static CompiledMethod? Of(MethodBase method)
    {
        Type[] arguments = [.. method.DeclaringType!.GetGenericArguments(), .. method.IsGenericMethod ? method.GetGenericArguments() : []];
        if (arguments.Length == 0)
        {
            return null;
        }

        var assemblies = new List<string> { NameOf(method.DeclaringType) };
        foreach (Type argument in arguments)
        {
            AddAssemblies(argument, assemblies);
        }

        return new CompiledMethod(method, [.. assemblies.Distinct()]);
    }

    private static void AddAssemblies(Type type, List<string> assemblies)
    {
        if (type.HasElementType)
        {
            AddAssemblies(type.GetElementType()!, assemblies);
            return;
        }

        assemblies.Add(NameOf(type));
        foreach (Type argument in type.GetGenericArguments())
        {
            AddAssemblies(argument, assemblies);
        }
    }

    private static string NameOf(Type type) => type.Assembly.GetName().Name!;
}
