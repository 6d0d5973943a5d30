using System.Diagnostics;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Native;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Calls;

/// <summary>What all calls of this engine have in common: checks, exceptions, observation, and the way back to the pool.</summary>
internal abstract class EngineCall : ModelCall, IPooled
{
    private readonly PreparedSignature _signature;
    private readonly long[] _writtenIn;
    private long _turn = 1;
    private bool _isRented;
    private bool _hasRun;

    protected EngineCall(PreparedSignature signature)
    {
        _signature = signature;
        _writtenIn = new long[signature.Inputs.Length];
    }

    /// <summary>Says that a caller has the call now.</summary>
    public void Rented() => _isRented = true;

    /// <inheritdoc/>
    public sealed override void Run(CancellationToken cancellationToken = default)
    {
        _hasRun = false;
        RequireInputs();
        if (EngineTelemetry.ObservesCalls)
        {
            RunObserved(cancellationToken);
        }
        else
        {
            RunGuarded(cancellationToken);
        }

        _hasRun = true;
    }

    /// <inheritdoc/>
    public sealed override ValueTask RunAsync(CancellationToken cancellationToken = default) =>
        new(_signature.Scheduler.Run(this, cancellationToken));

    /// <summary>Frees the memory of the call.</summary>
    public abstract void Free();

    /// <summary>The shape of an input that was written.</summary>
    /// <param name="index">The position of the input.</param>
    protected abstract ReadOnlySpan<nint> InputShape(int index);

    /// <summary>Runs the signature.</summary>
    protected abstract void Execute(CancellationToken cancellationToken);

    /// <summary>Drops references to the caller's objects.</summary>
    protected abstract void Forget();

    /// <inheritdoc/>
    protected sealed override void Return()
    {
        // A second Dispose by the same caller must not put the call into the pool a second time.
        if (!_isRented)
        {
            return;
        }

        _isRented = false;
        _hasRun = false;
        _turn++;
        Forget();
        _signature.Return(this);
    }

    /// <summary>Checks a tensor before it is written.</summary>
    /// <param name="index">The position of the input.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    /// <exception cref="ModelArgumentException">The signature wants another type or shape.</exception>
    protected void Check(int index, DType dtype, ReadOnlySpan<nint> shape)
    {
        SignatureInput input = _signature.Inputs[index];
        if (!input.Takes(dtype, shape))
        {
            throw new ModelArgumentException(
                $"{_signature.Place}, input '{input.Key}': expected {input.DType.Name()}{input.Shape}, given {dtype.Name()}[{string.Join(',', shape.ToArray())}].",
                input.Key);
        }
    }

    /// <summary>Says that the caller writes an input in this turn.</summary>
    /// <param name="index">The position of the input.</param>
    protected void Written(int index) => _writtenIn[index] = _turn;

    /// <summary>Checks that there is an output of a type.</summary>
    /// <param name="index">The position of the output.</param>
    /// <param name="dtype">The element type that the caller reads.</param>
    /// <exception cref="InvalidOperationException">The call has not run.</exception>
    /// <exception cref="ModelArgumentException">The output has another type.</exception>
    protected void CheckOutput(int index, DType dtype)
    {
        RequireRun();
        if (_signature.Outputs[index].DType != dtype)
        {
            throw new ModelArgumentException(
                $"{_signature.Place}, output '{_signature.Outputs[index].Key}': it is {_signature.Outputs[index].DType.Name()}, not {dtype.Name()}.",
                _signature.Outputs[index].Key);
        }
    }

    /// <summary>Checks that the call has run.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    protected void RequireRun()
    {
        if (!_hasRun)
        {
            throw new InvalidOperationException($"{_signature.Place}: outputs can be read after the call has run.");
        }
    }

    private void RunGuarded(CancellationToken cancellationToken)
    {
        try
        {
            Execute(cancellationToken);
        }
        catch (Exception e) when (e is OrtException or ProgramException)
        {
            throw new ModelCallException($"{_signature.Place}: {e.Message}", e);
        }
    }

    private void RunObserved(CancellationToken cancellationToken)
    {
        string model = _signature.ModelPath;
        string key = _signature.Signature.Key;
        Activity? activity = EngineTelemetry.StartCall(model, key);
        long start = Stopwatch.GetTimestamp();
        Exception? error = null;
        try
        {
            RunGuarded(cancellationToken);
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            EngineTelemetry.EndCall(activity, model, key, Stopwatch.GetElapsedTime(start), BatchSize(), error);
        }
    }

    private long BatchSize() => _writtenIn.Length > 0 && InputShape(0) is [nint rows, ..] ? rows : -1;

    private void RequireInputs()
    {
        for (int i = 0; i < _writtenIn.Length; i++)
        {
            if (_writtenIn[i] != _turn)
            {
                string key = _signature.Inputs[i].Key;
                throw new ModelArgumentException($"{_signature.Place}, input '{key}': it was not written before the call was run.", key);
            }
        }
    }
}
