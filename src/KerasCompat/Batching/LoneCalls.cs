namespace KerasCompat.Batching;

/// <summary>
/// Decides whether callers that block run their calls alone. To hand a call over and to wake its thread again costs some 15 us of the
/// processors, so a shorter call is done sooner than it is handed over, whatever batches save.
/// </summary>
internal sealed class LoneCalls
{
    // The first call in each buffer is slow, and any may be interrupted; so many that the fastest tells.
    private const int ToTime = 256;

    private static readonly TimeSpan HandOver = TimeSpan.FromMicroseconds(15);

    private TimeSpan _fastest = TimeSpan.MaxValue;
    private int _toTime = ToTime;

    /// <summary>Whether calls are short.</summary>
    public bool Pay => _fastest < HandOver;

    /// <summary>Whether it is still to be learnt how long calls take; until then each is run alone.</summary>
    public bool AreTimed => _toTime > 0;

    /// <summary>Says how long a call took. Calls at once may count for one: nothing depends on how many are timed.</summary>
    /// <param name="time">From its beginning to its end.</param>
    public void Took(TimeSpan time)
    {
        _fastest = time < _fastest ? time : _fastest;
        _toTime--;
    }
}
