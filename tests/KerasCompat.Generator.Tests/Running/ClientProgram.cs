using System.Numerics.Tensors;
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
        UserProject project = UserProject.Of(Source.Replace("$body$", body, StringComparison.Ordinal), ModelItem.Of("Models/m", contract));
        MethodInfo run = project.Generate().Load().GetType("Sample.Program")!.GetMethod("Run")!;
        return run.CreateDelegate<Func<IModelEngine, string>>()(engine);
    }

    /// <summary>Calls the method of a signature with empty tensors, whatever it and its parameters are called.</summary>
    public static void CallEverything(ModelContract contract, IModelEngine engine, string signature)
    {
        Generated generated = UserProject.OfModel(contract).Generate();
        string name = generated.Client.Signatures.Single(candidate => candidate.Key == signature).MethodName;
        Assembly assembly = generated.Load();
        object client = assembly.GetType("Sample.Client")!.GetMethod("Create")!.Invoke(null, [engine])!;

        // The asynchronous overload takes tensors that are no ref structs, and can be called by reflection.
        MethodInfo method = client.GetType().GetMethods().Single(method => method.Name == name + "Async");
        object?[] arguments = [.. method.GetParameters().Select(parameter => parameter.ParameterType == typeof(CancellationToken)
            ? (object)CancellationToken.None
            : Tensor.Create(new float[1]))];
        ((Task)method.Invoke(client, arguments)!).GetAwaiter().GetResult();
    }
}
