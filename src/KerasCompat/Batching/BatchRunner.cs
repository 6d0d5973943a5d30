using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Batching;

/// <summary>Runs requests as one call: their inputs stacked, the outputs divided among them.</summary>
/// <param name="runner">Runs the call.</param>
/// <param name="outputs">Its outputs, at their positions.</param>
internal sealed class BatchRunner(SignatureRunner runner, TensorContract[] outputs)
{
    /// <summary>Runs requests as one call. When it succeeds they have ended; when it fails that is left to the caller.</summary>
    /// <param name="batch">Requests that fit each other.</param>
    /// <returns>Why it failed; null when the requests have their outputs.</returns>
    public Exception? TryRun(ReadOnlySpan<BatchRequest> batch)
    {
        try
        {
            using ModelCall call = runner.Rent();
            Stack(batch, call);
            call.Run();
            Divide(batch, call);
        }
        catch (Exception e)
        {
            // Whatever it is, it is the callers': they wait for an end, and where they do not, nobody would see it.
            return e;
        }

        foreach (BatchRequest request in batch)
        {
            request.End(null);
        }

        return null;
    }

    private static void Stack(ReadOnlySpan<BatchRequest> batch, ModelCall call)
    {
        int rows = Rows(batch);
        for (int i = 0; i < batch[0].Inputs.Length; i++)
        {
            BatchTensor first = batch[0].Inputs[i];
            ReadOnlySpan<nint> shape = batch.Length == 1 ? first.Shape : [rows, .. first.Shape[1..]];
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

    private void Divide(ReadOnlySpan<BatchRequest> batch, ModelCall call)
    {
        int rows = Rows(batch);
        for (int i = 0; i < outputs.Length; i++)
        {
            ReadOnlySpan<nint> shape = call.OutputShape(i);
            if (batch.Length > 1 && (shape.Length == 0 || shape[0] != rows))
            {
                throw new ModelCallException(
                    $"Signature '{runner.Signature.Key}', output '{outputs[i].Key}': {rows} rows went in and {(shape.Length == 0 ? 1 : shape[0])} came out, "
                    + "so calls of this signature cannot be batched.");
            }

            DType dtype = outputs[i].DType;
            int start = 0;
            foreach (BatchRequest request in batch)
            {
                BatchTensor output = request.Outputs[i];
                output.Reserve(dtype, shape, batch.Length == 1 ? null : request.Rows);
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

    private static int Rows(ReadOnlySpan<BatchRequest> batch)
    {
        int rows = 0;
        foreach (BatchRequest request in batch)
        {
            rows += request.Rows;
        }

        return rows;
    }
}
