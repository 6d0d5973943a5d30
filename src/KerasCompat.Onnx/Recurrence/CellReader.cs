using KerasCompat.Onnx.Flow;
using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>Recognises a cell by what its new state is computed from, whatever its layer or function is called.</summary>
internal sealed class CellReader(BodyReader reader, LoopPlan plan)
{
    /// <summary>The cell whose hidden state a variable is; null when there is none.</summary>
    /// <param name="hidden">The variable.</param>
    /// <param name="states">All variables that may be states.</param>
    public Cell? Read(int hidden, IReadOnlyCollection<int> states) =>
        states.Where(memory => memory != hidden).Select(memory => Lstm(hidden, memory)).FirstOrDefault(cell => cell is not null)
        ?? Gru(hidden)
        ?? Simple(hidden);

    private TfOutput Next(int variable) => reader.Unmask(plan.Body.Fetches[variable]).Kept;

    private TfOutput Before(int variable) => new(plan.Body.Feeds[variable], 0);

    /// <summary>c' = f * c + i * g; h' = o * act(c') (keras/layers/rnn/lstm.py).</summary>
    private Cell? Lstm(int hidden, int memory)
    {
        TfOutput output = Next(hidden), state = Next(memory);
        if (Factors(output) is not { } outer || Terms(state) is not { } terms)
        {
            return null;
        }

        foreach ((TfOutput exit, TfOutput squashed) in Both(outer))
        {
            Activation after = ActivationReader.Read(squashed);
            foreach ((TfOutput kept, TfOutput added) in Both(terms))
            {
                if (after.Input == state && Factors(added) is { } entry && Factors(kept) is { } keep && Other(keep, Before(memory)) is { } forget
                    && Lstm(hidden, memory, output, exit, after, forget, entry) is { } cell)
                {
                    return cell;
                }
            }
        }

        return null;
    }

    private Cell? Lstm(int hidden, int memory, TfOutput output, TfOutput exit, Activation after, TfOutput forget, (TfOutput, TfOutput) entry)
    {
        Activation exitGate = ActivationReader.Read(exit), forgetGate = ActivationReader.Read(forget);
        foreach ((TfOutput open, TfOutput candidate) in Both(entry))
        {
            Activation entryGate = ActivationReader.Read(open), value = ActivationReader.Read(candidate);
            if (entryGate.IsSame(forgetGate) && exitGate.IsSame(forgetGate)
                && Gates(hidden, out TfOutput input, entryGate.Input, exitGate.Input, forgetGate.Input, value.Input) is { } gates)
            {
                return new Cell("LSTM", input, output, hidden, memory, gates, [forgetGate, value, after]);
            }
        }

        return null;
    }

    /// <summary>h' = z * h + (1 - z) * act(x + r * h) (keras/layers/rnn/gru.py).</summary>
    private Cell? Gru(int hidden)
    {
        TfOutput output = Next(hidden);
        if (Terms(output) is not { } terms)
        {
            return null;
        }

        foreach ((TfOutput kept, TfOutput added) in Both(terms))
        {
            if (Factors(kept) is not { } keep || Other(keep, Before(hidden)) is not { } update || Factors(added) is not { } add)
            {
                continue;
            }

            foreach ((TfOutput rest, TfOutput candidate) in Both(add))
            {
                bool complement = rest.Node is { Op: "Sub", InputList: [var one, var same] } && BodyReader.Number(one) is 1 && same == update;
                if (complement && (ResetAfter(hidden, output, update, candidate) ?? ResetBefore(hidden, output, update, candidate)) is { } cell)
                {
                    return cell;
                }
            }
        }

        return null;
    }

    private Cell? ResetAfter(int hidden, TfOutput output, TfOutput update, TfOutput candidate)
    {
        Activation updateGate = ActivationReader.Read(update), value = ActivationReader.Read(candidate);
        if (Terms(value.Input) is not { } terms)
        {
            return null;
        }

        foreach ((TfOutput fromInput, TfOutput gated) in Both(terms))
        {
            if (reader.Linear(fromInput) is not { } ofInput || Factors(gated) is not { } factors)
            {
                continue;
            }

            foreach ((TfOutput reset, TfOutput fromState) in Both(factors))
            {
                Activation resetGate = ActivationReader.Read(reset);
                if (resetGate.IsSame(updateGate) && reader.Linear(fromState) is { Products: [var state] } ofState && state.Source == Before(hidden)
                    && ofInput.Products is [var input] && Gates(hidden, out TfOutput source, updateGate.Input, resetGate.Input) is { } gates && source == input.Source)
                {
                    return new Cell(
                        "GRU", source, output, hidden, -1, [.. gates, new Gate(input.Weights, state.Weights, ofInput.Biases, ofState.Biases)], [updateGate, value], ResetsAfter: true);
                }
            }
        }

        return null;
    }

    private Cell? ResetBefore(int hidden, TfOutput output, TfOutput update, TfOutput candidate)
    {
        Activation updateGate = ActivationReader.Read(update), value = ActivationReader.Read(candidate);
        if (reader.Linear(value.Input) is not { Products: { Count: 2 } products } linear)
        {
            return null;
        }

        int gated = products[0].Source.Node.Op == "Mul" && Factors(products[0].Source) is { } f && Other(f, Before(hidden)) is not null ? 0 : 1;
        if (Factors(products[gated].Source) is not { } factors || Other(factors, Before(hidden)) is not { } reset)
        {
            return null;
        }

        Activation resetGate = ActivationReader.Read(reset);
        return resetGate.IsSame(updateGate) && Gates(hidden, out TfOutput source, updateGate.Input, resetGate.Input) is { } gates && source == products[1 - gated].Source
            ? new Cell("GRU", source, output, hidden, -1, [.. gates, new Gate(products[1 - gated].Weights, products[gated].Weights, linear.Biases, [])], [updateGate, value])
            : null;
    }

    /// <summary>h' = act(x + h) (keras/layers/rnn/simple_rnn.py).</summary>
    private Cell? Simple(int hidden)
    {
        TfOutput output = Next(hidden);
        Activation value = ActivationReader.Read(output);
        return Gates(hidden, out TfOutput input, value.Input) is { } gates ? new Cell("RNN", input, output, hidden, -1, gates, [value]) : null;
    }

    /// <summary>Gates that each read the same input and the hidden state, and have as many units as it.</summary>
    private List<Gate>? Gates(int hidden, out TfOutput input, params ReadOnlySpan<TfOutput> sums)
    {
        input = default;
        var gates = new List<Gate>();
        foreach (TfOutput sum in sums)
        {
            if (reader.Linear(sum) is not { Products: { Count: 2 } products } linear)
            {
                return null;
            }

            int state = products[0].Source == Before(hidden) ? 0 : 1;
            if (products[state].Source != Before(hidden) || (gates.Count > 0 && products[1 - state].Source != input) || products[state].Weights.Rows != linear.Width)
            {
                return null;
            }

            input = products[1 - state].Source;
            gates.Add(new Gate(products[1 - state].Weights, products[state].Weights, linear.Biases, []));
        }

        return gates.TrueForAll(g => g.Input.Columns == gates[0].Input.Columns) ? gates : null;
    }

    private static (TfOutput, TfOutput)? Factors(TfOutput output) => output.Node is { Op: "Mul", InputList: [var a, var b] } ? (a, b) : null;

    private static (TfOutput, TfOutput)? Terms(TfOutput output) => output.Node is { Op: "Add" or "AddV2", InputList: [var a, var b] } ? (a, b) : null;

    private static (TfOutput First, TfOutput Second)[] Both((TfOutput A, TfOutput B)? pair) => [(pair!.Value.A, pair.Value.B), (pair.Value.B, pair.Value.A)];

    private static TfOutput? Other((TfOutput A, TfOutput B) pair, TfOutput one) => pair.A == one ? pair.B : pair.B == one ? pair.A : null;
}
