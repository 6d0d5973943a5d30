using System.Collections.Immutable;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KerasCompat.Generator.Analyzers;

/// <summary>Reports clients that are never disposed, and models that are loaded again and again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientLifetimeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageRules.NotDisposed, UsageRules.LoadInLoop];

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
        var load = (IInvocationOperation)context.Operation;
        if (!types.IsLoad(load.TargetMethod))
        {
            return;
        }

        if (load.TargetMethod.Name == "Load" && Repetition(load) is { } repetition)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                UsageRules.LoadInLoop,
                load.Syntax.GetLocation(),
                load.TargetMethod.ContainingType.Name,
                load.TargetMethod.Name,
                repetition));
        }

        IOperation value = ConstantShape.Unwrap(load);
        if (value.Parent is IInvocationOperation { Instance: { } instance, TargetMethod.Name: not "Dispose" } && instance == value)
        {
            Report(context, load.Syntax, load.TargetMethod.ContainingType.Name);
        }
        else if (value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
            && !IsUsing(declarator)
            && IsNeverDisposed(declarator))
        {
            Report(context, declarator.Syntax, declarator.Symbol.Name);
        }
        else if (value.Parent is IExpressionStatementOperation)
        {
            Report(context, load.Syntax, load.TargetMethod.ContainingType.Name);
        }
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode syntax, string client) =>
        context.ReportDiagnostic(Diagnostic.Create(UsageRules.NotDisposed, syntax.GetLocation(), client));

    // What happens again and again around a call: a pass of a loop of the same function, or a request that a web application handles.
    private static string? Repetition(IOperation operation)
    {
        for (IOperation child = operation; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case ILoopOperation loop when loop.Body == child || loop is IWhileLoopOperation:
                    return "on every pass of the loop";
                case IAnonymousFunctionOperation function:
                    return CallTaking(function) is { } call ? Repetition(call.TargetMethod) : null;
                case ILocalFunctionOperation:
                    return null;
            }
        }

        return null;
    }

    // By name, because a console application has neither of these types: minimal APIs, and services that are made anew for each use.
    private static string? Repetition(IMethodSymbol method) => (method.ContainingType.Name, method.Name) switch
    {
        ("EndpointRouteBuilderExtensions", var name) when name.StartsWith("Map", StringComparison.Ordinal) => "for every request",
        ("ServiceCollectionServiceExtensions", "AddScoped") => "for every scope, as in every request",
        ("ServiceCollectionServiceExtensions", "AddTransient") => "for everyone who asks for it",
        _ => null,
    };

    private static IInvocationOperation? CallTaking(IAnonymousFunctionOperation function)
    {
        IOperation? parent = function.Parent;
        while (parent is IConversionOperation or IDelegateCreationOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent as IInvocationOperation;
    }

    private static bool IsUsing(IVariableDeclaratorOperation declarator) =>
        declarator.Parent?.Parent?.Parent is IUsingOperation or IUsingDeclarationOperation;

    // A client that is handed on (returned, stored, passed, captured) belongs to someone else; one that is only called, to the local.
    private static bool IsNeverDisposed(IVariableDeclaratorOperation declarator)
    {
        IOperation root = declarator;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        return root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(use => SymbolEqualityComparer.Default.Equals(use.Local, declarator.Symbol))
            .All(use => use.Parent is IInvocationOperation { TargetMethod.Name: not "Dispose" } call && call.Instance == use
                && !IsInside<IAnonymousFunctionOperation>(use) && !IsInside<ILocalFunctionOperation>(use));
    }

    private static bool IsInside<T>(IOperation operation)
        where T : IOperation
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is T)
            {
                return true;
            }
        }

        return false;
    }
}
