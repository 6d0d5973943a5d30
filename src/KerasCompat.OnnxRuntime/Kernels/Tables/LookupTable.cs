using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tables;

/// <summary>
/// A hash table of a loaded model. Lookups see one whole state of it; changes make a new state, so lookups take no lock.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="keyType">The element type of keys.</param>
/// <param name="valueType">The element type of values.</param>
internal sealed class LookupTable(string name, DType keyType, DType valueType)
{
    private readonly Lock _changing = new();
    private volatile State? _state;

    public string Name { get; } = name;

    public DType KeyType { get; } = keyType;

    public DType ValueType { get; } = valueType;

    /// <summary>Keys that a dense table keeps for itself, to mark places that are empty or were emptied; null for other tables.</summary>
    public IReadOnlySet<ElementKey>? Reserved { get; init; }

    /// <summary>Refuses keys that the table keeps for itself.</summary>
    /// <exception cref="KernelException">One is among them.</exception>
    public void RequireAllowed(HostTensor keys)
    {
        for (int i = 0; Reserved is not null && i < keys.Count; i++)
        {
            KernelContext.Require(!Reserved.Contains(ElementKey.Of(keys, i)), $"Using the empty_key or the deleted_key as a key of table '{Name}' is not allowed");
        }
    }

    /// <summary>Whether anything has filled it.</summary>
    public bool IsInitialized => _state is not null;

    public int Count => _state?.Keys.Count ?? 0;

    /// <summary>Whether it holds a text.</summary>
    public bool Contains(ReadOnlySpan<byte> key) => _state?.Keys.Find(key) >= 0;

    /// <summary>The values of keys; the default for those that it does not hold.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="defaultValue">One value, or one for each key.</param>
    /// <param name="allocate">Makes the result of a shape.</param>
    public void Find(HostTensor keys, HostTensor defaultValue, Func<nint[], HostTensor> allocate)
    {
        State? state = _state;
        nint[] valueShape = state?.ValueShape ?? defaultValue.Shape.ToArray();
        HostTensor values = allocate([.. keys.Shape, .. valueShape]);
        int size = KernelShapes.Count(valueShape);
        bool each = defaultValue.Count == values.Count && defaultValue.Count != size;
        KernelContext.Require(defaultValue.DType == ValueType, $"table '{Name}' has values of {ValueType.Name()}, got a default {defaultValue}");
        KernelContext.Require(each || defaultValue.Count == size, $"default value {defaultValue} does not fit a value of table '{Name}'");
        HostTensor rows = state?.Values ?? defaultValue;
        if (size == 1 && !each && FindSingle(state, keys, rows, defaultValue, values))
        {
            return;
        }

        for (int i = 0; i < keys.Count; i++)
        {
            int row = state?.Keys.Find(keys, i) ?? -1;
            if (row >= 0)
            {
                HostTensor.Copy(rows, row * size, values, i * size, size);
            }
            else
            {
                HostTensor.Copy(defaultValue, each ? i * size : 0, values, i * size, size);
            }
        }
    }

    /// <summary>The commonest tables by far: to an index, and from one to a text.</summary>
    /// <returns>False for values of other types; nothing was found then.</returns>
    private static bool FindSingle(State? state, HostTensor keys, HostTensor rows, HostTensor defaultValue, HostTensor values)
    {
        if (values.IsString)
        {
            Find(state, keys, rows.Strings, defaultValue.Strings[0], values.Strings);
            return true;
        }

        switch (values.DType.Size())
        {
            case sizeof(long): Find(state, keys, rows.Values<long>(), defaultValue.Values<long>()[0], values.Values<long>()); return true;
            case sizeof(int): Find(state, keys, rows.Values<int>(), defaultValue.Values<int>()[0], values.Values<int>()); return true;
            default: return false;
        }
    }

    private static void Find<T>(State? state, HostTensor keys, ReadOnlySpan<T> rows, T defaultValue, Span<T> values)
    {
        if (state is null)
        {
            values.Fill(defaultValue);
            return;
        }

        if (state.Keys.Texts is { } texts && keys.IsString)
        {
            FindTexts(texts, keys, rows, defaultValue, values);
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            int row = state.Keys.Find(keys, i);
            values[i] = row >= 0 ? rows[row] : defaultValue;
        }
    }

    private static void FindTexts<T>(TextKeys texts, HostTensor keys, ReadOnlySpan<T> rows, T defaultValue, Span<T> values)
    {
        if (keys.Parts is { } parts)
        {
            ReadOnlySpan<(int Start, int End)> bounds = parts.Cuts.Bounds;
            for (int text = 0, at = 0; text < parts.Ends.Length; text++)
            {
                ReadOnlySpan<byte> bytes = parts.Texts[text].Span;
                for (int end = parts.Ends[text]; at < end; at++)
                {
                    int row = texts.Find(bytes[bounds[at].Start..bounds[at].End]);
                    values[at] = row >= 0 ? rows[row] : defaultValue;
                }
            }

            return;
        }

        ReadOnlySpan<ReadOnlyMemory<byte>> words = keys.Strings;
        for (int i = 0; i < values.Length; i++)
        {
            int row = texts.Find(words[i].Span);
            values[i] = row >= 0 ? rows[row] : defaultValue;
        }
    }

    /// <summary>Adds pairs, or changes the values of keys that it holds.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">A value for each.</param>
    /// <param name="replace">Whether to forget what it held.</param>
    /// <param name="once">Whether a key may not be given two different values.</param>
    public void Insert(HostTensor keys, HostTensor values, bool replace, bool once = false)
    {
        KernelContext.Require(values.Rank >= keys.Rank && values.Shape[..keys.Rank].SequenceEqual(keys.Shape), $"keys {keys} and values {values} of table '{Name}' do not fit");
        KernelContext.Require(keys.IsString == (KeyType == DType.String) && values.DType == ValueType, $"table '{Name}' takes {KeyType.Name()} -> {ValueType.Name()}, got {keys} -> {values}");
        nint[] valueShape = values.Shape[keys.Rank..].ToArray();
        int size = KernelShapes.Count(valueShape);
        lock (_changing)
        {
            State? old = replace ? null : _state;
            int before = old?.Keys.Count ?? 0;
            var index = new TableKeys(KeyType == DType.String, before + keys.Count);
            HostTensor rows = HostTensor.Allocate(ValueType, [before + keys.Count, .. valueShape]);
            if (old is not null)
            {
                HostTensor held = old.ExportKeys(KeyType);
                for (int i = 0; i < before; i++)
                {
                    index.Add(held, i);
                }

                HostTensor.Copy(old.Values, 0, rows, 0, before * size);
            }

            for (int i = 0; i < keys.Count; i++)
            {
                int known = index.Count, row = index.Add(keys, i);
                if (once && row != known)
                {
                    KernelContext.Require(Equal(rows, row * size, values, i * size, size), $"HashTable '{Name}' has different value for same key, at position {i} of the keys");
                }

                HostTensor.Copy(values, i * size, rows, row * size, size);
            }

            _state = new State(index, OwnStrings(rows), valueShape);
        }
    }

    /// <summary>Its keys and values, in the order in which they were added.</summary>
    public (HostTensor Keys, HostTensor Values) Export()
    {
        State? state = _state;
        if (state is null)
        {
            return (HostTensor.Allocate(KeyType, [0]), HostTensor.Allocate(ValueType, [0]));
        }

        HostTensor values = HostTensor.Allocate(ValueType, [state.Keys.Count, .. state.ValueShape]);
        HostTensor.Copy(state.Values, 0, values, 0, values.Count);
        return (state.ExportKeys(KeyType), values);
    }

    /// <summary>Removes keys.</summary>
    public void Remove(HostTensor keys)
    {
        lock (_changing)
        {
            if (_state is null)
            {
                return;
            }

            (HostTensor held, HostTensor values) = Export();
            var gone = new TableKeys(KeyType == DType.String, keys.Count);
            for (int i = 0; i < keys.Count; i++)
            {
                gone.Add(keys, i);
            }

            int[] kept = [.. Enumerable.Range(0, held.Count).Where(i => gone.Find(held, i) < 0)];
            int size = held.Count == 0 ? 1 : values.Count / held.Count;
            HostTensor keptKeys = HostTensor.Allocate(KeyType, [kept.Length]);
            HostTensor keptValues = HostTensor.Allocate(ValueType, [kept.Length, .. values.Shape[1..]]);
            for (int i = 0; i < kept.Length; i++)
            {
                HostTensor.Copy(held, kept[i], keptKeys, i, 1);
                HostTensor.Copy(values, kept[i] * size, keptValues, i * size, size);
            }

            Insert(keptKeys, keptValues, replace: true);
        }
    }

    private static bool Equal(HostTensor left, int from, HostTensor right, int to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (ElementKey.Of(left, from + i) != ElementKey.Of(right, to + i))
            {
                return false;
            }
        }

        return true;
    }

    private static HostTensor OwnStrings(HostTensor rows)
    {
        for (int i = 0; i < rows.Strings.Length; i++)
        {
            rows.Strings[i] = rows.Strings[i].ToArray();
        }

        return rows;
    }

    private sealed record State(TableKeys Keys, HostTensor Values, nint[] ValueShape)
    {
        public HostTensor ExportKeys(DType keyType)
        {
            HostTensor keys = HostTensor.Allocate(keyType, [Keys.Count]);
            Keys.CopyTo(keys);
            return keys;
        }
    }
}
