using System.Collections.Concurrent;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Batching;

/// <summary>Gathers the calls of one signature and runs them, on a thread of its own so that callers that block cannot keep it from running.</summary>
internal sealed class BatchingRunner : SignatureRunner
{
    private readonly SignatureRunner _runner;
    private readonly TensorContract[] _inputs;
    private readonly long[][] _dimensions;
    private readonly TensorContract[] _outputs;
    private readonly BatchQueue _queue;
    private readonly ConcurrentQueue<BatchingCall> _idle = new();
    private int _rented;

    /// <summary>Starts to gather.</summary>
    /// <param name="runner">Runs the batches.</param>
    /// <param name="inputs">The inputs, at their positions.</param>
    /// <param name="outputs">The outputs, at their positions.</param>
    /// <param name="options">How calls are gathered.</param>
    public BatchingRunner(SignatureRunner runner, TensorContract[] inputs, TensorContract[] outputs, BatchingOptions options)
    {
        _runner = runner;
        _inputs = inputs;
        _dimensions = Array.ConvertAll(inputs, input => input.Shape.Dimensions.ToArray());
        _outputs = outputs;
        _queue = new BatchQueue(options);
        new Thread(RunBatches) { IsBackground = true, Name = $"KerasCompat batches of {runner.Signature.Key}" }.Start();
    }

    /// <inheritdoc/>
    public override SignatureContract Signature => _runner.Signature;

    /// <summary>The number of inputs.</summary>
    public int InputCount => _inputs.Length;

    /// <inheritdoc/>
    public override ModelCall Rent()
    {
        if (!_idle.TryDequeue(out BatchingCall? call))
        {
            call = new BatchingCall(this);
        }

        Interlocked.Increment(ref _rented);
        call.Rented();
        return call;
    }

    /// <summary>Takes a call back.</summary>
    /// <param name="call">The call.</param>
    public void Return(BatchingCall call)
    {
        Interlocked.Decrement(ref _rented);
        _idle.Enqueue(call);
    }

    /// <summary>A request of this signature.</summary>
    public BatchRequest NewRequest() => new(InputCount, _outputs.Length);

    /// <summary>Checks a tensor before it can spoil a batch.</summary>
    /// <param name="index">The position of the input.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    /// <exception cref="ModelArgumentException">The signature wants another type or shape.</exception>
    public void Check(int index, DType dtype, ReadOnlySpan<nint> shape)
    {
        TensorContract input = _inputs[index];
        bool fits = dtype == input.DType && shape.Length == input.Shape.Rank;
        for (int i = 0; fits && i < shape.Length; i++)
        {
            fits = shape[i] >= 0 && (_dimensions[index][i] < 0 || _dimensions[index][i] == shape[i]);
        }

        if (!fits)
        {
            throw new ModelArgumentException(
                $"Signature '{Signature.Key}', input '{input.Key}': expected {input.DType.Name()}{input.Shape}, given {dtype.Name()}{ShapeText.Write(shape)}.",
                input.Key);
        }
    }

    /// <summary>The key of an input.</summary>
    /// <param name="index">Its position.</param>
    public string InputKey(int index) => _inputs[index].Key;

    /// <summary>Puts a request into the queue.</summary>
    /// <param name="request">The request.</param>
    public void Enqueue(BatchRequest request) => _queue.Add(request, Volatile.Read(ref _rented));

    /// <summary>Takes a request out of the queue, if it is still there.</summary>
    /// <param name="request">The request.</param>
    public void Abandon(BatchRequest request) => _queue.Remove(request);

    /// <summary>Takes no more calls.</summary>
    public void Close() => _queue.Close();

    private void RunBatches()
    {
        var batch = new List<BatchRequest>();
        while (_queue.Take(batch))
        {
            if (TryRun(batch) is not { } failure)
            {
                continue;
            }

            if (batch.Count == 1)
            {
                batch[0].End(failure);
                continue;
            }

            // One caller's values may have failed all: alone, each gets its own result or its own error.
            foreach (BatchRequest request in batch)
            {
                if (TryRun([request]) is { } own)
                {
                    request.End(own);
                }
            }
        }
    }

    private Exception? TryRun(List<BatchRequest> batch)
    {
        try
        {
            using ModelCall call = _runner.Rent();
            Stack(batch, call);
            call.Run();
            Divide(batch, call);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e;
        }

        foreach (BatchRequest request in batch)
        {
            request.End(null);
        }

        return null;
    }

    private void Stack(List<BatchRequest> batch, ModelCall call)
    {
        int rows = batch.Sum(request => request.Rows);
        for (int i = 0; i < InputCount; i++)
        {
            BatchTensor first = batch[0].Inputs[i];
            nint[] shape = first.Shape.ToArray();
            if (batch.Count > 1)
            {
                shape[0] = rows;
            }

            if (first.DType == DType.String)
            {
                Span<ReadOnlyMemory<byte>> rest = call.WriteStringInput(i, shape);
                foreach (BatchRequest request in batch)
                {
                    request.Inputs[i].Strings.CopyTo(rest);
                    rest = rest[request.Inputs[i].Strings.Length..];
                }
            }
            else
            {
                Span<byte> rest = call.WriteInput(i, first.DType, shape);
                foreach (BatchRequest request in batch)
                {
                    request.Inputs[i].Bytes.CopyTo(rest);
                    rest = rest[request.Inputs[i].Bytes.Length..];
                }
            }
        }
    }

    private void Divide(List<BatchRequest> batch, ModelCall call)
    {
        int rows = batch.Sum(request => request.Rows);
        for (int i = 0; i < _outputs.Length; i++)
        {
            nint[] shape = call.OutputShape(i).ToArray();
            if (batch.Count > 1 && (shape.Length == 0 || shape[0] != rows))
            {
                throw new ModelCallException(
                    $"Signature '{Signature.Key}', output '{_outputs[i].Key}': {rows} rows went in and {(shape.Length == 0 ? 1 : shape[0])} came out, "
                    + "so calls of this signature cannot be batched.");
            }

            DType dtype = _outputs[i].DType;
            int start = 0;
            foreach (BatchRequest request in batch)
            {
                BatchTensor output = request.Outputs[i];
                if (batch.Count > 1)
                {
                    shape[0] = request.Rows;
                }

                output.Reserve(dtype, shape);
                if (dtype == DType.String)
                {
                    StringElements.Copy(call.ReadStringOutput(i).Slice(start, output.Strings.Length)).CopyTo(output.Strings);
                    start += output.Strings.Length;
                }
                else
                {
                    call.ReadOutput(i, dtype).Slice(start, output.Bytes.Length).CopyTo(output.Bytes);
                    start += output.Bytes.Length;
                }
            }
        }
    }
}
