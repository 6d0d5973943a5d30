namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>Counts the users of a native resource and frees it when the last one lets go, so that disposal never pulls it from under a running call.</summary>
/// <param name="free">Frees the resource; called once.</param>
internal sealed class ReferenceCount(Action free)
{
    private int _count = 1;

    /// <summary>Adds a user, unless the resource is already freed.</summary>
    public bool TryAdd()
    {
        int count = Volatile.Read(ref _count);
        while (count > 0)
        {
            int seen = Interlocked.CompareExchange(ref _count, count + 1, count);
            if (seen == count)
            {
                return true;
            }

            count = seen;
        }

        return false;
    }

    /// <summary>Removes a user.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            free();
        }
    }
}
