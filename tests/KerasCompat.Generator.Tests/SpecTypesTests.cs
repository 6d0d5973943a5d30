using System.Reflection;
using KerasCompat.Contracts;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Tests;

/// <summary>
/// What the pipeline carries from step to step must compare by value and keep no compilation alive. (The steps that find the classes carry the
/// trees of files, which the compilation shares until they are edited; what they find is a <see cref="ClientClass"/>.)
/// </summary>
public sealed class SpecTypesTests
{
    private static readonly Type[] PipelineTypes =
        [typeof(ClientClass), typeof(ModelFile), typeof(ClientRequest), typeof(ClientResult), typeof(ClientSpec), typeof(bool)];

    [Fact]
    public void No_pipeline_type_can_hold_anything_of_a_compilation()
    {
        var seen = new HashSet<Type>();
        foreach (Type type in PipelineTypes)
        {
            Walk(type, type.Name, seen);
        }

        Assert.Contains(typeof(SignatureSpec), seen);
    }

    private static void Walk(Type type, string path, HashSet<Type> seen)
    {
        if (!seen.Add(type) || type.IsPrimitive || type.IsEnum || type == typeof(string) || type.Namespace == "Microsoft.CodeAnalysis.Text")
        {
            return;
        }

        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(EquatableArray<>) || type.GetGenericTypeDefinition() == typeof(Nullable<>)))
        {
            Walk(type.GetGenericArguments()[0], path, seen);
            return;
        }

        Assert.True(type.Assembly == typeof(KerasModelGenerator).Assembly && type.IsSealed, $"{path} may hold {type}");
        Assert.True(typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type), $"{path} is a {type}, which does not compare by value");
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            Walk(field.FieldType, $"{path}.{field.Name}", seen);
        }
    }
}
