using System.Collections.Immutable;
using System.Globalization;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KerasCompat.Generator.Analyzers;

/// <summary>Reports tensors and arrays whose shape is plain from the program text and is not the one that the model takes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TensorShapeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageRules.ConstantShape];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (ClientTypes.Find(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, ClientTypes types)
    {
        var invocation = (IInvocationOperation)context.Operation;
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter }
                && types.ShapeOf(parameter) is { } expected
                && ConstantShape.Of(argument.Value) is { } given
                && !Fits(expected, given))
            {
                Report(context, invocation, argument, expected, given);
            }
        }
    }

    private static void Report(
        OperationAnalysisContext context,
        IInvocationOperation invocation,
        IArgumentOperation argument,
        IReadOnlyList<long> expected,
        IReadOnlyList<long> given)
    {
        var type = (INamedTypeSymbol)argument.Parameter!.Type;
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        string remedy = "";
        if (Rows(expected, given) is { } rows)
        {
            string lengths = string.Join(", ", new[] { rows }.Concat(expected.Skip(1)).Select(Text));
            string creation = type.Name == "Tensor" ? "Tensor.Create" : $"new {type.Name}<{type.TypeArguments[0].ToDisplayString()}>";
            remedy = $"; for {Text(rows)} rows, give {creation}(array, [{lengths}])";
            properties = properties.Add(DiagnosticProperties.Replacement, lengths).Add(DiagnosticProperties.Declaration, creation);
        }

        string row = HasBatch(expected) ? $" (or {Shape(expected.Skip(1))} for one row)" : "";
        context.ReportDiagnostic(Diagnostic.Create(
            UsageRules.ConstantShape,
            argument.Value.Syntax.GetLocation(),
            properties,
            argument.Parameter.Name,
            invocation.TargetMethod.ContainingType.Name,
            invocation.TargetMethod.Name,
            Shape(expected) + row,
            Shape(given),
            remedy));
    }

    private static bool HasBatch(IReadOnlyList<long> expected) => expected.Count > 1 && expected[0] < 0;

    private static bool Fits(IReadOnlyList<long> expected, IReadOnlyList<long> given) =>
        Matches(expected, given) || (HasBatch(expected) && Matches([.. expected.Skip(1)], given));

    private static bool Matches(IReadOnlyList<long> expected, IReadOnlyList<long> given) =>
        expected.Count == given.Count && expected.Zip(given, (wanted, size) => wanted < 0 || wanted == size).All(same => same);

    // An array that holds several whole rows was meant as them: the number of rows, or null.
    private static long? Rows(IReadOnlyList<long> expected, IReadOnlyList<long> given)
    {
        if (!HasBatch(expected) || given.Count != 1 || expected.Skip(1).Any(size => size <= 0))
        {
            return null;
        }

        long row = expected.Skip(1).Aggregate(1L, (product, size) => product * size);
        return given[0] > 0 && given[0] % row == 0 ? given[0] / row : null;
    }

    private static string Shape(IEnumerable<long> sizes) => $"[{string.Join(",", sizes.Select(size => size < 0 ? "?" : Text(size)))}]";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
