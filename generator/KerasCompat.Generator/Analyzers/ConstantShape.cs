using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KerasCompat.Generator.Analyzers;

/// <summary>Finds the shape of a tensor where the program text tells it.</summary>
internal static class ConstantShape
{
    private const string TensorNamespace = "System.Numerics.Tensors";

    /// <summary>The shape of the value of an expression; null where it is not known before the program runs.</summary>
    public static IReadOnlyList<long>? Of(IOperation value) => Unwrap(value) switch
    {
        IArrayCreationOperation array => OfArray(array),
        ICollectionExpressionOperation { Elements: var elements }
            when !elements.Any(element => element is ISpreadOperation) => [elements.Length],
        IObjectCreationOperation { Type: INamedTypeSymbol { Name: "ReadOnlyTensorSpan" or "TensorSpan" } type, Arguments: var arguments }
            when IsTensorType(type) => OfArguments(arguments),
        IInvocationOperation { TargetMethod: { Name: "Create" or "CreateFromShape" or "CreateFromShapeUninitialized" } method } creation
            when IsTensorType(method.ContainingType) => OfArguments(creation.Arguments),
        ILocalReferenceOperation local => OfLocal(local),
        _ => null,
    };

    /// <summary>An expression without the conversions around it.</summary>
    public static IOperation Unwrap(IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }

    private static bool IsTensorType(INamedTypeSymbol? type) => type?.ContainingNamespace?.ToDisplayString() == TensorNamespace;

    private static IReadOnlyList<long>? OfArray(IArrayCreationOperation array) =>
        array.DimensionSizes.Length == 1 ? Constants(array.DimensionSizes) : null;

    // With lengths, they are the shape; without, the shape is that of the array.
    private static IReadOnlyList<long>? OfArguments(IEnumerable<IArgumentOperation> arguments)
    {
        IArgumentOperation[] given = [.. arguments.Where(argument => argument.ArgumentKind == ArgumentKind.Explicit)];
        if (given.FirstOrDefault(argument => argument.Parameter?.Name == "lengths") is { } lengths)
        {
            return Unwrap(lengths.Value) switch
            {
                ICollectionExpressionOperation collection => Constants(collection.Elements),
                IArrayCreationOperation { Initializer: { } initializer } => Constants(initializer.ElementValues),
                _ => null,
            };
        }

        return given.Length == 1 ? Of(given[0].Value) : null;
    }

    private static IReadOnlyList<long>? Constants(IEnumerable<IOperation> values)
    {
        var constants = new List<long>();
        foreach (IOperation value in values)
        {
            switch (Unwrap(value).ConstantValue.Value)
            {
                case int number:
                    constants.Add(number);
                    break;
                case long number:
                    constants.Add(number);
                    break;
                default:
                    return null;
            }
        }

        return constants;
    }

    // A local that is set once, where it is declared, is what it was set to.
    private static IReadOnlyList<long>? OfLocal(ILocalReferenceOperation reference)
    {
        IOperation root = reference;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        IVariableInitializerOperation? initializer = null;
        foreach (IOperation operation in root.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local):
                    initializer = declarator.GetVariableInitializer();
                    break;
                case ILocalReferenceOperation use when SymbolEqualityComparer.Default.Equals(use.Local, reference.Local) && IsWrite(use):
                    return null;
            }
        }

        return initializer is null || Unwrap(initializer.Value) is ILocalReferenceOperation ? null : Of(initializer.Value);
    }

    private static bool IsWrite(ILocalReferenceOperation use) => use.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == use,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ITupleOperation or IAddressOfOperation => true,
        _ => false,
    };
}
