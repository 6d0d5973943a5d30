using System.Diagnostics;

namespace KerasCompat.Batching;

/// <summary>The requests that wait, in the order of their coming. Filled by callers, emptied by the one thread that runs batches.</summary>
/// <param name="options">When a batch is ready.</param>
internal sealed class BatchQueue(BatchingOptions options)
{
    private readonly object _lock = new();
    private readonly LinkedList<BatchRequest> _waiting = [];
    private int _rows;
    private int _callers;
    private int _callersBefore = int.MaxValue;
    private bool _closed;

    /// <summary>Adds a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="callers">How many calls are under way, this one among them: being written, waiting, being run or being read.</param>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Add(BatchRequest request, int callers)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(BatchingEngine));
            _waiting.AddLast(request.Place);
            _rows += request.Rows;
            _callers = Math.Max(_callers, callers);
            if (_waiting.Count == 1 || EverybodyWaits() || _rows >= options.MaxRows)
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>Takes a request out, if it still waits.</summary>
    /// <param name="request">The request.</param>
    public void Remove(BatchRequest request)
    {
        lock (_lock)
        {
            if (request.Place.List is not null)
            {
                _waiting.Remove(request.Place);
                _rows -= request.Rows;
            }
        }
    }

    /// <summary>Waits for a batch to be ready and takes it.</summary>
    /// <param name="batch">Filled with requests that fit each other.</param>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(List<BatchRequest> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            while (batch.Count == 0)
            {
                while (_waiting.Count == 0)
                {
                    if (_closed)
                    {
                        return false;
                    }

                    Monitor.Wait(_lock);
                }

                WaitForMore();
                (_callersBefore, _callers) = (_callers, 0);
                MoveTo(batch);
            }

            return true;
        }
    }

    /// <summary>Takes no more requests; those that wait are still run.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    // Who waits for a result does not call meanwhile: when as many calls wait as were under way at once since the batch before the last,
    // nobody is left to wait for.
    private bool EverybodyWaits() => _waiting.Count >= Math.Max(_callers, _callersBefore);

    private void WaitForMore()
    {
        long start = Stopwatch.GetTimestamp();
        while (_rows < options.MaxRows && !_closed && _waiting.Count > 0 && !EverybodyWaits())
        {
            TimeSpan rest = options.MaxDelay - Stopwatch.GetElapsedTime(start);
            if (rest <= TimeSpan.Zero)
            {
                return;
            }

            Monitor.Wait(_lock, (int)Math.Ceiling(rest.TotalMilliseconds));
        }
    }

    private void MoveTo(List<BatchRequest> batch)
    {
        int rows = 0;
        for (LinkedListNode<BatchRequest>? node = _waiting.First; node is not null;)
        {
            LinkedListNode<BatchRequest>? next = node.Next;
            BatchRequest request = node.Value;
            if (batch.Count == 0 || (rows + request.Rows <= options.MaxRows && request.Fits(batch[0])))
            {
                _waiting.Remove(node);
                batch.Add(request);
                rows += request.Rows;
                _rows -= request.Rows;
            }

            if (rows >= options.MaxRows)
            {
                return;
            }

            node = next;
        }
    }
}
