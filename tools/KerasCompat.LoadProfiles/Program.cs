using KerasCompat.LoadProfiles;

if (args is not [string source, string program, .. string[] traces] || traces.Length == 0)
{
    Console.Error.WriteLine("""
        SOURCE PROGRAM TRACE...
            writes SOURCE/ASSEMBLY/ReadyToRun.mibc for each library of ours in the folder PROGRAM: the generic methods that the traces of its
            loads show to have been compiled by the runtime
        """);
    return 2;
}

var assemblies = new ProgramAssemblies(program);
var profiles = new Dictionary<string, LoadProfile>();
foreach (string trace in traces)
{
    foreach (CompiledMethod method in CompilationTrace.Read(trace, assemblies))
    {
        if (ProgramAssemblies.HomeOf(method) is not { } home)
        {
            continue;
        }

        if (!profiles.TryGetValue(home, out LoadProfile? profile))
        {
            profiles.Add(home, profile = new LoadProfile(home));
        }

        profile.Add(method);
    }
}

foreach ((string home, LoadProfile profile) in profiles)
{
    profile.Save(Path.Combine(source, home, "ReadyToRun.mibc"));
    Console.WriteLine($"{home}: {profile.Count} methods");
}

return 0;
