namespace KerasCompat.SavedModel;

/// <summary>
/// Puts the tensors of a signature into the order in which its author thinks of them. The file keeps them in a map, so that order has to
/// come from elsewhere; where nothing tells it, keys are sorted, so that the same model always gives the same client.
/// </summary>
internal static class ClientOrder
{
    public static IReadOnlyList<TensorInfo> Inputs(SignatureInfo signature, MetaGraphInfo metaGraph, KerasInfo? keras) =>
        TryOrder(signature.Inputs, keras?.Inputs) ?? ByFunction(signature, metaGraph.DeclaredInputs) ?? signature.Inputs;

    public static IReadOnlyList<TensorInfo> Outputs(SignatureInfo signature, KerasInfo? keras) =>
        TryOrder(signature.Outputs, keras?.Outputs) ?? signature.Outputs;

    /// <summary>
    /// The function saved under the signature's own key decides; without one, all functions that take just these tensors, if they agree.
    /// </summary>
    private static List<TensorInfo>? ByFunction(SignatureInfo signature, IReadOnlyList<FunctionInputs> functions)
    {
        List<TensorInfo>? agreed = null;
        foreach (FunctionInputs function in functions)
        {
            if (TryOrder(signature.Inputs, function.Names) is not { } order)
            {
                continue;
            }

            if (function.Function == signature.Key)
            {
                return order;
            }

            if (agreed is not null && !agreed.SequenceEqual(order))
            {
                return ByOwnFunction(signature, functions);
            }

            agreed = order;
        }

        return agreed;
    }

    private static List<TensorInfo>? ByOwnFunction(SignatureInfo signature, IReadOnlyList<FunctionInputs> functions) => functions
        .Where(function => function.Function == signature.Key)
        .Select(function => TryOrder(signature.Inputs, function.Names))
        .FirstOrDefault(order => order is not null);

    /// <summary>The tensors in the order of names, if these name every tensor exactly once; else null.</summary>
    private static List<TensorInfo>? TryOrder(IReadOnlyList<TensorInfo> tensors, IReadOnlyList<string>? names)
    {
        if (names is null || names.Count != tensors.Count)
        {
            return null;
        }

        var left = new List<TensorInfo>(tensors);
        var ordered = new List<TensorInfo>(tensors.Count);
        foreach (string name in names)
        {
            int found = left.FindIndex(tensor => tensor.Key == name);
            if (found < 0)
            {
                found = OnlyRenamed(left, name);
            }

            if (found < 0)
            {
                return null;
            }

            ordered.Add(left[found]);
            left.RemoveAt(found);
        }

        return ordered;
    }

    /// <summary>The one tensor whose key is the name as TensorFlow renames it to a Python argument; -1 where none or several are.</summary>
    private static int OnlyRenamed(List<TensorInfo> tensors, string name)
    {
        string argument = ArgumentName(name);
        int found = tensors.FindIndex(tensor => ArgumentName(tensor.Key) == argument);
        return found == tensors.FindLastIndex(tensor => ArgumentName(tensor.Key) == argument) ? found : -1;
    }

    /// <summary>
    /// As <c>sanitize_arg_name</c> does (tensorflow/core/function/polymorphism/function_type.py): <c>1st</c> becomes <c>arg_1st</c>,
    /// <c>a.b</c> becomes <c>a_b</c>.
    /// </summary>
    private static string ArgumentName(string name)
    {
        char[] units = Array.ConvertAll(name.ToCharArray(), unit => char.IsLetterOrDigit(unit) ? unit : '_');
        string replaced = new(units);
        return replaced.Length > 0 && char.IsLetter(replaced[0]) ? replaced : "arg_" + replaced;
    }
}
