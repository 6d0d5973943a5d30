namespace KerasCompat.Generator;

/// <summary>The names of the pipeline's steps, by which tests assert that a step had nothing to do.</summary>
internal static class TrackingNames
{
    /// <summary>Compilation -> whether the attributes are known by their names.</summary>
    public const string Attributes = "Attributes";

    /// <summary>Attribute and class -> <see cref="Model.ClientClass"/>.</summary>
    public const string Classes = "Classes";

    /// <summary>Additional file -> <see cref="Model.ModelFile"/>.</summary>
    public const string ModelFiles = "ModelFiles";

    /// <summary>Compilation -> which parts of KerasCompat it references.</summary>
    public const string References = "References";

    /// <summary>Class with the files of its own model alone.</summary>
    public const string Requests = "Requests";

    /// <summary>Request -> <see cref="Model.ClientResult"/>.</summary>
    public const string Results = "Results";

    /// <summary>The client that is written, without anything that moves when the user edits elsewhere in the file.</summary>
    public const string Clients = "Clients";

    /// <summary>What is reported.</summary>
    public const string Diagnostics = "Diagnostics";

    /// <summary>All steps.</summary>
    public static IReadOnlyList<string> All { get; } = [Attributes, Classes, ModelFiles, References, Requests, Results, Clients, Diagnostics];
}
