namespace KerasCompat.Batching;

/// <summary>One call on its way through a batch: its inputs, its outputs, and who waits for them.</summary>
internal sealed class BatchRequest
{
    /// <summary>An empty request.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    public BatchRequest(int inputs, int outputs)
    {
        Inputs = [.. Enumerable.Range(0, inputs).Select(_ => new BatchTensor())];
        Outputs = [.. Enumerable.Range(0, outputs).Select(_ => new BatchTensor())];
    }

    /// <summary>What the caller wrote.</summary>
    public BatchTensor[] Inputs { get; }

    /// <summary>What the caller will read.</summary>
    public BatchTensor[] Outputs { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Inputs[0].Rows;

    /// <summary>Ends when the outputs are there. Continuations do not run on the thread that runs the batches.</summary>
    public TaskCompletionSource Completion { get; private set; } = NewCompletion();

    /// <summary>Whether it can be a batch together with another: equal types and inner shapes, and as many rows in every input.</summary>
    /// <param name="other">The other request.</param>
    public bool Fits(BatchRequest other)
    {
        for (int i = 0; i < Inputs.Length; i++)
        {
            if (!Inputs[i].StacksOn(other.Inputs[i]) || Inputs[i].Rows != Rows || other.Inputs[i].Rows != other.Rows)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes it ready for another run.</summary>
    public void Renew() => Completion = NewCompletion();

    private static TaskCompletionSource NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
