using System.Reflection;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>Compiles a program that uses a client, and runs it.</summary>
internal static class ClientProgram
{
    private const string Source = """
        using System;
        using System.Linq;
        using System.Numerics.Tensors;
        using System.Text;
        using System.Threading;
        using KerasCompat;
        using KerasCompat.Engines;

        namespace Sample;

        [KerasModel("Models/m")]
        public sealed partial class Client;

        internal static class Program
        {
            public static string Run(IModelEngine engine)
            {
                var client = Client.Create(engine);
                $body$
            }
        }
        """;

    /// <summary>Runs statements that use a variable <c>client</c> and return a string.</summary>
    public static string Run(ModelContract contract, IModelEngine engine, string body)
    {
        Project project = Project.Of(Source.Replace("$body$", body, StringComparison.Ordinal), ModelItem.Of("Models/m", contract));
        MethodInfo run = project.Generate().Load().GetType("Sample.Program")!.GetMethod("Run")!;
        return run.CreateDelegate<Func<IModelEngine, string>>()(engine);
    }
}
