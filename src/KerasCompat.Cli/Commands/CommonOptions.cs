using System.CommandLine;

namespace KerasCompat.Cli.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>The model folder.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = "The folder of the SavedModel (the one that holds saved_model.pb)." };

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

    /// <summary>The tag set of the meta graph; null for the usual one.</summary>
    public static Option<string[]?> Tags() => new("--tags")
    {
        Description = "The tags of the meta graph, where the model has several.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "TAG",
        DefaultValueFactory = _ => null,
    };

    /// <summary>Lets an option take numbers from 1 up.</summary>
    public static void MustBePositive(this Option<int> option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{option.Name} must be 1 or more.");
        }
    });
}
