using System.Reflection;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace KerasCompat.LoadProfiles;

/// <summary>
/// What a trace of .NET's event pipe tells of methods that were compiled. Their names do not tell which types they were compiled for, so it is
/// read from the events for types: src/coreclr/vm/ClrEtwAll.man of dotnet/runtime has their fields.
/// </summary>
internal sealed class CompilationTrace
{
    private readonly ProgramAssemblies _assemblies;
    private readonly Dictionary<ulong, Module> _modules = [];
    private readonly Dictionary<ulong, TypeRecord> _types = [];
    private readonly Dictionary<long, MethodRecord> _methods = [];
    private readonly List<long> _compiled = [];

    private CompilationTrace(ProgramAssemblies assemblies) => _assemblies = assemblies;

    /// <summary>The generic methods that the process of a trace compiled, in their order.</summary>
    public static IEnumerable<CompiledMethod> Read(string path, ProgramAssemblies assemblies)
    {
        var trace = new CompilationTrace(assemblies);
        using var source = new EventPipeEventSource(path);
        var rundown = new ClrRundownTraceEventParser(source);
        source.Clr.LoaderModuleLoad += trace.AddModule;
        rundown.LoaderModuleDCStop += trace.AddModule;
        source.Clr.TypeBulkType += trace.AddTypes;
        source.Clr.MethodMethodDetails += trace.AddMethod;
        source.Clr.MethodLoadVerbose += load => trace._compiled.Add(load.MethodID);
        source.Process();
        return trace._compiled.Distinct().Select(trace.Resolve).OfType<CompiledMethod>();
    }

    private void AddModule(ModuleLoadUnloadTraceData module)
    {
        if (_assemblies.Find(module.ModuleILPath) is { } assembly)
        {
            _modules[(ulong)module.ModuleID] = assembly.ManifestModule;
        }
    }

    private void AddTypes(GCBulkTypeTraceData types)
    {
        for (int i = 0; i < types.Count; i++)
        {
            GCBulkTypeValues type = types.Values(i);
            ulong[] arguments = [.. Enumerable.Range(0, type.TypeParameterCount).Select(type.TypeParameterID)];
            _types[type.TypeID] = new TypeRecord(type.ModuleID, type.TypeNameID, type.CorElementType, arguments);
        }
    }

    private void AddMethod(MethodDetailsTraceData method)
    {
        ulong[] arguments = [.. Enumerable.Range(0, method.TypeParameterCount).Select(i => (ulong)method.TypeParameters(i))];
        _methods[(long)method.MethodID] = new MethodRecord((ulong)method.TypeID, method.MethodToken, arguments);
    }

    private CompiledMethod? Resolve(long id)
    {
        if (!_methods.TryGetValue(id, out MethodRecord? record) || Resolve(record.Type) is not { } type || Resolve(record.Arguments) is not { } arguments)
        {
            return null;
        }

        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        MethodBase? method = type.GetMembers(All).OfType<MethodBase>().FirstOrDefault(member => member.MetadataToken == record.Token);
        return method switch
        {
            null => null,
            MethodInfo generic when arguments.Length > 0 => CompiledMethod.Of(generic.MakeGenericMethod(arguments)),
            _ => CompiledMethod.Of(method),
        };
    }

    private Type? Resolve(ulong id)
    {
        if (!_types.TryGetValue(id, out TypeRecord? record) || Resolve(record.Arguments) is not { } arguments)
        {
            return null;
        }

        if (record.IsArray)
        {
            return arguments[0].MakeArrayType();
        }

        Type? type = _modules.GetValueOrDefault(record.Module)?.ResolveType(record.Token);
        return type is null || arguments.Length == 0 ? type : type.MakeGenericType(arguments);
    }

    private Type[]? Resolve(ulong[] ids)
    {
        Type[] types = [.. ids.Select(Resolve).OfType<Type>()];
        return types.Length == ids.Length ? types : null;
    }

    /// <summary>A type as the runtime tells of it.</summary>
    private sealed record TypeRecord(ulong Module, int Token, int ElementType, ulong[] Arguments)
    {
        // CorElementType in src/coreclr/inc/corhdr.h: ELEMENT_TYPE_SZARRAY.
        public bool IsArray => ElementType == 0x1d;
    }

    /// <summary>A method as the runtime tells of it.</summary>
    private sealed record MethodRecord(ulong Type, int Token, ulong[] Arguments);
}
