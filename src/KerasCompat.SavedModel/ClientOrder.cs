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
        bool disagree = false;
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

            disagree |= agreed is not null && !agreed.SequenceEqual(order);
            agreed = order;
        }

        return disagree ? null : agreed;
    }

    /// <summary>
    /// The tensors in the order of names, if these name every tensor exactly once: by its key, or by the one key that TensorFlow would
    /// rename to the same Python argument. Else null.
    /// </summary>
    private static List<TensorInfo>? TryOrder(IReadOnlyList<TensorInfo> tensors, IReadOnlyList<string>? names)
    {
        if (names is null || names.Count != tensors.Count)
        {
            return null;
        }

        Dictionary<string, TensorInfo> byKey = tensors.ToDictionary(tensor => tensor.Key, StringComparer.Ordinal);
        ILookup<string, TensorInfo>? byArgument = null;
        var ordered = new List<TensorInfo>(tensors.Count);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!byKey.TryGetValue(name, out TensorInfo? found))
            {
                byArgument ??= tensors.ToLookup(tensor => ArgumentName(tensor.Key), StringComparer.Ordinal);
                TensorInfo[] renamed = [.. byArgument[ArgumentName(name)].Take(2)];
                found = renamed is [TensorInfo only] ? only : null;
            }

            if (found is null || !taken.Add(found.Key))
            {
                return null;
            }

            ordered.Add(found);
        }

        return ordered;
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
