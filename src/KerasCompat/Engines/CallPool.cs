using System.Collections.Concurrent;
using System.Numerics;

namespace KerasCompat.Engines;

/// <summary>
/// Keeps idle calls for reuse. Each processor has a slot of its own, cache lines apart from the others, so threads that call at once
/// neither wait for nor disturb each other; what does not fit goes to a shared queue.
/// </summary>
/// <typeparam name="T">The type of the calls.</typeparam>
internal sealed class CallPool<T>
    where T : class, IPooled
{
    // References in two cache lines of 64 bytes: processors fetch them in pairs.
    private const int Stride = 16;

    // A power of two, so that a processor's number becomes a slot without a division.
    private static readonly int Processors = (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount);

    // The first place is nobody's: it lies beside the length of the array, which all read.
    private readonly T?[] _slots = new T?[(Processors + 1) * Stride];
    private readonly ConcurrentQueue<T> _shared = new();
    private volatile bool _closed;

    /// <summary>Whether the pool has been closed.</summary>
    public bool IsClosed => _closed;

    /// <summary>Takes an idle call, or null when there is none.</summary>
    public T? TryTake()
    {
        int own = OwnSlot();
        if (Take(own) is { } item)
        {
            return item;
        }

        for (int i = Stride; i < _slots.Length; i += Stride)
        {
            if (Take(i) is { } other)
            {
                return other;
            }
        }

        return _shared.TryDequeue(out T? queued) ? queued : null;
    }

    /// <summary>Gives a call back. It is disposed at once when the pool is closed.</summary>
    /// <param name="item">The call.</param>
    public void Return(T item)
    {
        int own = OwnSlot();
        if (_slots[own] is not null || Interlocked.CompareExchange(ref _slots[own], item, null) is not null)
        {
            _shared.Enqueue(item);
        }

        // Close may have emptied the pool between the caller's last look and this return.
        if (_closed)
        {
            Drain();
        }
    }

    /// <summary>Disposes every idle call, and from now on every call that is given back.</summary>
    public void Close()
    {
        _closed = true;
        Drain();
    }

    private static int OwnSlot() => ((Thread.GetCurrentProcessorId() & (Processors - 1)) + 1) * Stride;

    private T? Take(int slot) => _slots[slot] is null ? null : Interlocked.Exchange(ref _slots[slot], null);

    private void Drain()
    {
        while (TryTake() is { } item)
        {
            item.Free();
        }
    }
}
