namespace KerasCompat.SavedModel;

/// <summary>The first bytes of a file, which tell most formats apart.</summary>
internal readonly struct FileHead
{
    /// <summary>Every format shows itself in these.</summary>
    private const int MagicLength = 64;

    /// <summary>In as much of a graph, a program that took it for text has found much to replace.</summary>
    private const int SampleLength = 64 * 1024;

    private readonly byte[] _bytes;

    private FileHead(byte[] bytes) => _bytes = bytes;

    /// <summary>What the bytes show beyond doubt; <see cref="ModelPathKind.Unknown"/> where they show nothing.</summary>
    public ModelPathKind Kind => this switch
    {
        { _bytes.Length: 0 } => ModelPathKind.EmptyFile,
        _ when Has(0, "version https://git-lfs.github.com/spec/") => ModelPathKind.GitLfsPointer,
        // Schema version 1, then a meta graph: a SavedModel as TensorFlow writes it.
        _ when Has(0, "\x08\x01\x12") => ModelPathKind.SavedModel,
        _ when Has(0, "PK\x03\x04") => ModelPathKind.KerasArchive,
        _ when Has(0, "\x89HDF\r\n\x1a\n") => ModelPathKind.Hdf5,
        _ when Has(4, "TFL3") => ModelPathKind.TensorFlowLite,
        // Field 1 of a GraphDef is a node, and field 1 of a node is its name.
        { _bytes: [0x0A, ..] } when StartsWithNode() => ModelPathKind.FrozenGraph,
        _ => ModelPathKind.Unknown,
    };

    /// <summary>Whether there are many replacement characters, which a program leaves that decodes bytes as UTF-8 and encodes them again.</summary>
    public bool LooksReencoded
    {
        get
        {
            const int Many = 8;
            int found = 0;
            for (int i = 0; i + 2 < _bytes.Length && found < Many; i++)
            {
                found += _bytes[i] == 0xEF && _bytes[i + 1] == 0xBF && _bytes[i + 2] == 0xBD ? 1 : 0;
            }

            return found == Many;
        }
    }

    public static FileHead OfMagic(string path) => Read(path, MagicLength);

    public static FileHead OfSample(string path) => Read(path, SampleLength);

    private static FileHead Read(string path, int length)
    {
        using FileStream file = ModelPath.Open(path);
        byte[] bytes = new byte[(int)Math.Min(file.Length, length)];
        int filled = 0;
        try
        {
            int count;
            while (filled < bytes.Length && (count = file.Read(bytes, filled, bytes.Length - filled)) > 0)
            {
                filled += count;
            }
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(path, exception);
        }

        return new FileHead(bytes);
    }

    private bool StartsWithNode()
    {
        int at = 1;
        while (at < _bytes.Length && _bytes[at] >= 0x80)
        {
            at++;
        }

        return at + 1 < _bytes.Length && _bytes[at + 1] == 0x0A;
    }

    private bool Has(int offset, string latin1)
    {
        if (_bytes.Length < offset + latin1.Length)
        {
            return false;
        }

        for (int i = 0; i < latin1.Length; i++)
        {
            if (_bytes[offset + i] != (byte)latin1[i])
            {
                return false;
            }
        }

        return true;
    }
}
