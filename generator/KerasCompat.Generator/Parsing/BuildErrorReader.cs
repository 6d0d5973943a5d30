using KerasCompat.Contracts;
using KerasCompat.Contracts.Json;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Parsing;

/// <summary>Turns what the build could not read into the diagnostic at the attribute.</summary>
internal static class BuildErrorReader
{
    /// <summary>The diagnostic of an error file.</summary>
    public static DiagnosticInfo Read(ModelFile file, LocationInfo? location)
    {
        JsonValue? error = Parse(file);
        string path = Member(error, BuildItems.ErrorPathProperty) ?? file.ModelPath;
        string message = Member(error, BuildItems.ErrorMessageProperty) ?? file.Text;
        return DiagnosticInfo.Create(RuleOf(Member(error, BuildItems.ErrorKindProperty)), location, path, message);
    }

    private static DiagnosticDescriptor RuleOf(string? kind) => kind switch
    {
        BuildErrorKinds.NotFound => ModelRules.NotFound,
        BuildErrorKinds.KerasArchive => ModelRules.KerasArchive,
        BuildErrorKinds.Hdf5 => ModelRules.Hdf5,
        BuildErrorKinds.TfLite => ModelRules.TfLite,
        BuildErrorKinds.FrozenGraph => ModelRules.FrozenGraph,
        BuildErrorKinds.Checkpoint => ModelRules.Checkpoint,
        BuildErrorKinds.LfsPointer => ModelRules.LfsPointer,
        BuildErrorKinds.Damaged => ModelRules.Damaged,
        BuildErrorKinds.NoSignatures => ModelRules.NoSignatures,
        _ => ModelRules.Unreadable,
    };

    private static JsonValue? Parse(ModelFile file)
    {
        try
        {
            return JsonReader.Parse(new JsonSource(file.Text, file.FilePath, "Build the project again."))[BuildItems.ErrorProperty];
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }

    private static string? Member(JsonValue? error, string name) => error?[name] is { Kind: JsonKind.String } value ? value.Text : null;
}
