namespace KerasCompat.Generator.Tests.Running;

/// <summary>Sources that many tests share.</summary>
internal static class Clients
{
    /// <summary>A client of the model <c>Models/m</c>.</summary>
    public const string Simple = """
        using KerasCompat;

        namespace Sample;

        /// <summary>What the user wrote.</summary>
        [KerasModel("Models/m")]
        public sealed partial class Client;
        """;

    /// <summary>What clients call of the default engine, in the shape that it has.</summary>
    public const string Engine = """
        #nullable enable
        namespace KerasCompat.OnnxRuntime
        {
            /// <summary>Stands in for the engine's options.</summary>
            public sealed record OnnxModelOptions
            {
                /// <summary>The defaults.</summary>
                public static OnnxModelOptions Default { get; } = new();

                /// <summary>The tags.</summary>
                public System.Collections.Generic.IReadOnlyList<string>? Tags { get; init; }
            }

            /// <summary>Stands in for the engine.</summary>
            public static class OnnxModelEngine
            {
                /// <summary>Loads nothing.</summary>
                public static KerasCompat.Engines.IModelEngine Load(string path, OnnxModelOptions? options = null) =>
                    throw new System.IO.FileNotFoundException(path + (options?.Tags is null ? "" : string.Join(",", options.Tags)));
            }
        }
        """;
}
