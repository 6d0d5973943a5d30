using System.Reflection;
using System.Text.Json;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Generator.Model;
using KerasCompat.Generator.Tests.Running;
using KerasCompat.OnnxRuntime;
using KerasCompat.SavedModel;

namespace KerasCompat.Generator.Tests;

/// <summary>From the model's file to the typed call: the client that the generator writes gives the answers that TensorFlow recorded.</summary>
public sealed class TensorFlowAnswersTests
{
    public static TheoryData<string> Models => [.. new[] { "keras2", "keras3", "trained" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Models, folder), "*.cases.json"))
        .Where(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cases").GetArrayLength() > 0)
        .Select(file => Path.GetRelativePath(RepositoryFolder.Models, file).Replace(".cases.json", "", StringComparison.Ordinal).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task The_client_gives_the_answers_of_TensorFlow(string model)
    {
        string folder = Path.Combine(RepositoryFolder.Models, model);
        ModelContract contract = ContractFactory.Create(SavedModelReader.Read(folder));
        Generated generated = UserProject.OfModel(contract).Generate();
        ClientSpec spec = generated.Client;
        Type type = generated.Load().GetType("Sample.Client")!;
        using var client = (IDisposable)type.GetMethod("Create")!.CreateDelegate<Func<IModelEngine, IDisposable>>()(OnnxModelEngine.Load(folder));
        JsonElement recorded = JsonDocument.Parse(await File.ReadAllTextAsync($"{folder}.cases.json", TestContext.Current.CancellationToken)).RootElement;

        foreach (JsonElement call in recorded.GetProperty("cases").EnumerateArray())
        {
            SignatureSpec signature = spec.Signatures.Single(candidate => candidate.Key == call.GetProperty("signature").GetString());
            RecordedTensor[] inputs = [.. call.GetProperty("inputs").EnumerateArray().Select(input => new RecordedTensor(input))];
            if (inputs.Any(input => IsScalarForAnyRank(input, signature)))
            {
                continue;
            }

            object result = await Call(client, signature, inputs);
            foreach (JsonElement output in call.GetProperty("outputs").EnumerateArray())
            {
                var expected = new RecordedTensor(output);
                OutputSpec property = signature.Outputs.Single(candidate => candidate.Key == expected.Key);
                object actual = result.GetType().GetProperty(property.BytesPropertyName ?? property.PropertyName)!.GetValue(result)!;
                expected.AssertEqual(actual, recorded.GetProperty("rtol").GetDouble(), recorded.GetProperty("atol").GetDouble());
            }
        }
    }

    // Tensors of .NET have at least one dimension: a scalar for an input of unknown rank is the one call that cannot be made.
    private static bool IsScalarForAnyRank(RecordedTensor tensor, SignatureSpec signature) =>
        tensor.Shape.Length == 0 && !signature.Inputs.Single(input => IsNamed(input, tensor)).Shape.HasRank;

    // Recorded calls name inputs as Python's arguments are named: "1st" is "arg_1st", "a.b" is "a_b"
    // (tensorflow/core/function/polymorphism/function_type.py, sanitize_arg_name).
    private static bool IsNamed(InputSpec input, RecordedTensor tensor)
    {
        string argument = string.Concat(input.Key.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return tensor.Key == input.Key || tensor.Key == (char.IsAsciiLetter(argument[0]) ? argument : $"arg_{argument}");
    }

    // Asynchronous overloads take no ref structs, so reflection can call them. The last one takes strings as bytes, where there are any.
    private static async Task<object> Call(object client, SignatureSpec signature, RecordedTensor[] inputs)
    {
        MethodInfo method = client.GetType().GetMethods().Last(candidate => candidate.Name == $"{signature.MethodName}Async");
        object?[] arguments = [.. method.GetParameters().Select(parameter => Argument(parameter, signature, inputs))];
        var task = (Task)method.Invoke(client, arguments)!;
        await task;
        return task.GetType().GetProperty("Result")!.GetValue(task)!;
    }

    private static object? Argument(ParameterInfo parameter, SignatureSpec signature, RecordedTensor[] inputs)
    {
        InputSpec? input = signature.Inputs.FirstOrDefault(candidate => candidate.Name == parameter.Name);
        RecordedTensor? given = input is null ? null : inputs.FirstOrDefault(candidate => IsNamed(input, candidate));
        return given is not null ? given.ToArgument(parameter.ParameterType)
            : input is not null ? parameter.DefaultValue
            : CancellationToken.None;
    }
}
