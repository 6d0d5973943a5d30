namespace KerasCompat.OnnxRuntime.Layout;

/// <summary>Images that have the same channels because no op between them mixes channels: all of them can get more channels, or none.</summary>
/// <param name="channels">How many channels they have.</param>
internal sealed class ChannelSet(long channels)
{
    private ChannelSet? _joined;

    /// <summary>How many channels the images have.</summary>
    public long Channels => channels;

    /// <summary>Whether somebody sees the channels who cannot be told that there are more.</summary>
    public bool IsFixed { get; set; }

    /// <summary>The most elements that the window has of a convolution that reads all channels of one of the images; 0 where none reads them.</summary>
    public long LargestKernel { get; set; }

    /// <summary>How many channels are added.</summary>
    public long Added { get; set; }

    /// <summary>The set that this one has become part of.</summary>
    public ChannelSet Whole
    {
        get
        {
            ChannelSet whole = this;
            while (whole._joined is { } next)
            {
                whole = next;
            }

            return whole;
        }
    }

    /// <summary>Makes two sets one.</summary>
    public static void Join(ChannelSet a, ChannelSet b)
    {
        (a, b) = (a.Whole, b.Whole);
        if (a != b)
        {
            a.IsFixed |= b.IsFixed || a.Channels != b.Channels;
            a.LargestKernel = Math.Max(a.LargestKernel, b.LargestKernel);
            b._joined = a;
        }
    }
}
