using System.Diagnostics;

namespace KerasCompat.Batching;

/// <summary>
/// The requests that wait, in the order of their coming, and when they are due to be run as a batch. No more batches are run at once than the
/// options allow; what comes meanwhile waits.
/// </summary>
internal sealed class BatchQueue : IDisposable
{
    private readonly BatchingOptions _options;
    private readonly Action _due;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private readonly LinkedList<BatchRequest> _waiting = [];

    // Those of batches that have been run, for the next ones.
    private readonly Stack<List<BatchRequest>> _lists = [];
    private long _since;
    private int _rows;

    // How many calls wait, are run or are read, and the most of them since the batch before and the one before that.
    private int _underWay;
    private int _running;
    private int _callers;
    private int _callersBefore = int.MaxValue;
    private bool _isCalled;
    private bool _isTimed;
    private bool _closed;

    /// <summary>An empty queue.</summary>
    /// <param name="options">When a batch is due.</param>
    /// <param name="due">Called when the oldest request has waited for the delay, on a thread of the pool.</param>
    public BatchQueue(BatchingOptions options, Action due)
    {
        _options = options;
        _due = due;
        _timer = new Timer(static queue => ((BatchQueue)queue!).Elapsed(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Adds a request; it ends at once where the queue is closed.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether a batch is due, so that somebody must take it.</returns>
    public bool Add(BatchRequest request)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _since = _waiting.Count == 0 ? Stopwatch.GetTimestamp() : _since;
                _waiting.AddLast(request.Place);
                _rows += request.Rows;
                if (!request.IsUnderWay)
                {
                    request.IsUnderWay = true;
                    Interlocked.Increment(ref _underWay);
                }

                _callers = Math.Max(_callers, Volatile.Read(ref _underWay));
                return IsDue();
            }
        }

        request.End(new ObjectDisposedException(nameof(BatchingEngine)));
        return false;
    }

    /// <summary>Says that the caller of a request has read what he wanted.</summary>
    /// <param name="request">The request.</param>
    public void Leave(BatchRequest request)
    {
        if (request.IsUnderWay)
        {
            request.IsUnderWay = false;
            Interlocked.Decrement(ref _underWay);
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

    /// <summary>Takes a batch, unless as many are being run as may be.</summary>
    /// <param name="isNextDue">Whether another is due, so that somebody must take it.</param>
    /// <returns>Requests that fit each other, to be given back with <see cref="End"/>; null when there are none to be run now.</returns>
    public List<BatchRequest>? Take(out bool isNextDue)
    {
        lock (_lock)
        {
            _isCalled = false;
            isNextDue = false;
            if (_waiting.Count == 0 || _running == _options.MaxConcurrency)
            {
                return null;
            }

            _running++;
            List<BatchRequest> batch = _lists.TryPop(out List<BatchRequest>? used) ? used : [];
            (_callersBefore, _callers) = (_callers, 0);
            MoveTo(batch);
            isNextDue = IsDue();
            return batch;
        }
    }

    /// <summary>Says that a batch has been run.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>Whether another is due, so that somebody must take it.</returns>
    public bool End(List<BatchRequest> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            _running--;
            _lists.Push(batch);
            return IsDue();
        }
    }

    /// <summary>Takes no more requests; those that wait are still run.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
        }

        _timer.Dispose();
        _due();
    }

    // Who waits for a result does not call meanwhile: when as many calls wait as were under way at once since the batch before the last,
    // nobody is left to wait for.
    private bool EverybodyWaits() => _waiting.Count >= Math.Max(_callers, _callersBefore);

    // Says so once for each batch. While the answer is no, the timer runs.
    private bool IsDue()
    {
        if (_isCalled || _waiting.Count == 0 || _running == _options.MaxConcurrency)
        {
            return false;
        }

        TimeSpan rest = _options.MaxDelay - Stopwatch.GetElapsedTime(_since);
        _isCalled = _rows >= _options.MaxRows || _closed || EverybodyWaits() || rest <= TimeSpan.Zero;
        if (!_isCalled && !_isTimed)
        {
            _isTimed = true;
            _timer.Change((long)Math.Ceiling(rest.TotalMilliseconds), Timeout.Infinite);
        }

        return _isCalled;
    }

    private void Elapsed()
    {
        bool isDue;
        lock (_lock)
        {
            _isTimed = false;
            isDue = IsDue();
        }

        if (isDue)
        {
            _due();
        }
    }

    private void MoveTo(List<BatchRequest> batch)
    {
        int rows = 0;
        for (LinkedListNode<BatchRequest>? node = _waiting.First; node is not null && rows < _options.MaxRows;)
        {
            LinkedListNode<BatchRequest>? next = node.Next;
            BatchRequest request = node.Value;
            if (batch.Count == 0 || (rows + request.Rows <= _options.MaxRows && request.Fits(batch[0])))
            {
                _waiting.Remove(node);
                batch.Add(request);
                rows += request.Rows;
                _rows -= request.Rows;
            }

            node = next;
        }

        _since = Stopwatch.GetTimestamp();
    }
}
