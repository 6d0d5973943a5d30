namespace KerasCompat.SavedModel.Wire;

/// <summary>The bytes that are read: all of a message in memory, or a window of a file.</summary>
internal sealed partial class WireReader
{
    private ulong RawVarint()
    {
        if (_next < _end && _buffer[_next] < 0x80)
        {
            return _buffer[_next++];
        }

        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = RawByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Error("a number is longer than 10 bytes");
    }

    private byte RawByte()
    {
        if (_next == _end)
        {
            if (Position >= _limit)
            {
                throw Error("the data ends inside a field");
            }

            Refill();
        }

        return _buffer[_next++];
    }

    /// <summary>Bytes of which is known that they are there.</summary>
    private WireSlice Take(int length)
    {
        if (_stream is null)
        {
            return TakeBuffered(length);
        }

        long origin = Position;
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length)
        {
            if (_next == _buffered && length - filled >= BufferSize)
            {
                filled += ReadPast(bytes, filled, length - filled);
                continue;
            }

            if (_next == _buffered)
            {
                Refill();
            }

            int count = Math.Min(length - filled, _buffered - _next);
            Buffer.BlockCopy(_buffer, _next, bytes, filled, count);
            _next += count;
            filled += count;
        }

        return new WireSlice(bytes, 0, length, _path, origin);
    }

    private WireSlice TakeBuffered(int length)
    {
        var slice = new WireSlice(_buffer, _next, length, _path, _bufferStart);
        _next += length;
        return slice;
    }

    private void GoTo(long start, long length)
    {
        if (_stream is null)
        {
            _next = (int)(start - _bufferStart);
        }
        else
        {
            _bufferStart = _stream.Position = start;
            _next = _buffered = 0;
        }

        LimitTo(start + length);
    }

    private void LimitTo(long limit)
    {
        _limit = limit;
        _end = (int)Math.Min(_buffered, limit - _bufferStart);
    }

    private void Advance(long count)
    {
        if (count <= _buffered - _next)
        {
            _next += (int)count;
            return;
        }

        _bufferStart = Position + count;
        _next = _buffered = _end = 0;
        _stream!.Position = _bufferStart;
    }

    private void Refill()
    {
        _bufferStart = Position;
        _next = 0;
        _buffered = Read(_buffer, 0, BufferSize);
        LimitTo(_limit);
    }

    /// <summary>Reads from the file where the buffer is used up, past the buffer.</summary>
    private int ReadPast(byte[] bytes, int start, int most)
    {
        int count = Read(bytes, start, most);
        _bufferStart = Position + count;
        _next = _buffered = 0;
        LimitTo(_limit);
        return count;
    }

    private int Read(byte[] bytes, int start, int most)
    {
        try
        {
            // What is in memory is there whole: only a file is read on.
            int count = _stream!.Read(bytes, start, most);
            return count > 0 ? count : throw Error("the file became shorter while it was read");
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(_path, exception);
        }
    }
}
