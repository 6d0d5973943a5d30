using System.CommandLine;

namespace KerasCompat.Cli.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>The name of the argument that is the model folder.</summary>
    public const string ModelName = "MODEL";

    /// <summary>The model folder.</summary>
    public static Argument<string> Model() => new(ModelName) { Description = "The folder of the SavedModel (the one that holds saved_model.pb)." };

    /// <summary>The engine.</summary>
    public static Option<string> Engine()
    {
        var option = new Option<string>("--engine")
        {
            Description = "The engine that runs the model.",
            DefaultValueFactory = _ => EngineCatalog.Onnx,
        };
        option.AcceptOnlyFromAmong(EngineCatalog.Names);
        return option;
    }

    /// <summary>The signature; null where none is named.</summary>
    public static Option<string?> Signature() => new("--signature", "-s")
    {
        Description = "The signature to use; serving_default or the only one where none is named.",
        HelpName = "KEY",
    };

    /// <summary>The tags of the meta graph.</summary>
    public static Option<string[]> Tags() => new("--tags")
    {
        Description = "The tags of the meta graph, where the model has several; \"\" for none.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "TAG",
    };

    /// <summary>The tag set that was asked for; null for the usual one.</summary>
    public static IReadOnlyList<string>? TagSet(ParseResult arguments, Option<string[]> tags) =>
        arguments.GetValue(tags) is { Length: > 0 } given ? [.. given.Where(tag => tag.Length > 0)] : null;

    /// <summary>How to print the result.</summary>
    /// <param name="formats">The formats, the default first.</param>
    public static Option<string> Format(params string[] formats)
    {
        var option = new Option<string>("--format", "-f")
        {
            Description = "How to print the result.",
            DefaultValueFactory = _ => formats[0],
        };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }

    /// <summary>Lets an option take numbers from 1 up.</summary>
    public static void MustBePositive(this Option<int> option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{option.Name} must be 1 or more.");
        }
    });
}
