namespace KerasCompat.Build.Building;

/// <summary>An additional file as the compiler was given it.</summary>
internal sealed record CompilerFile(string Model, string DeployPath, bool IsError, bool IsLock, string Path)
{
    public static CompilerFile Parse(string line)
    {
        string[] fields = line.TrimEnd('\r').Split('|');
        return new CompilerFile(fields[0], fields[1], fields[2] == "true", fields[3] == "true", fields[4]);
    }

    public string ReadText() => File.ReadAllText(Path);
}
