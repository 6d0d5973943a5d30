namespace KerasCompat.OnnxRuntime.Kernels.Random;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", 2011), in
/// TensorFlow's layout (tensorflow/core/lib/random/philox_random.h): four 32-bit numbers for each value of a 128-bit counter.
/// </summary>
internal struct Philox
{
    private const uint WeylA = 0x9E3779B9;
    private const uint WeylB = 0xBB67AE85;
    private const uint MultiplierA = 0xD2511F53;
    private const uint MultiplierB = 0xCD9E8D57;
    private const int Rounds = 10;

    private UInt128 _counter;
    private readonly ulong _key;

    /// <summary>A generator at a position of its stream.</summary>
    /// <param name="key">The key; its lower half is TensorFlow's <c>key[0]</c>.</param>
    /// <param name="counter">The position; its lowest part is TensorFlow's <c>counter[0]</c>.</param>
    public Philox(ulong key, UInt128 counter)
    {
        _key = key;
        _counter = counter;
    }

    public readonly ulong Key => _key;

    public readonly UInt128 Counter => _counter;

    /// <summary>Passes over groups of four numbers.</summary>
    public void Skip(ulong groups) => _counter += groups;

    /// <summary>The next four numbers.</summary>
    public (uint A, uint B, uint C, uint D) Next()
    {
        uint a = (uint)_counter, b = (uint)(_counter >> 32), c = (uint)(_counter >> 64), d = (uint)(_counter >> 96);
        uint keyA = (uint)_key, keyB = (uint)(_key >> 32);
        for (int i = 0; i < Rounds; i++)
        {
            ulong first = (ulong)MultiplierA * a, second = (ulong)MultiplierB * c;
            (a, b, c, d) = ((uint)(second >> 32) ^ b ^ keyA, (uint)second, (uint)(first >> 32) ^ d ^ keyB, (uint)first);
            keyA += WeylA;
            keyB += WeylB;
        }

        _counter++;
        return (a, b, c, d);
    }
}
