using System.Text.RegularExpressions;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// A regular expression whose time is bounded. .NET's backtracking engine runs it; one that makes it backtrack for long goes to .NET's
/// automaton for good, whose time is linear in the text. The automaton is not the first choice because it misses matches of some patterns
/// that begin with an optional group (seen with .NET 10.0.12, beside a naive matcher).
/// </summary>
internal sealed class BoundedRegex
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Regex _linear;
    private volatile Regex _current;

    /// <param name="pattern">The pattern in .NET's syntax.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="KernelException">It is no pattern, or none that can run in linear time.</exception>
    public BoundedRegex(string pattern, RegexOptions options)
    {
        try
        {
            _linear = new Regex(pattern, options | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            _current = new Regex(pattern, options | RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InsufficientExecutionStackException)
        {
            throw KernelContext.Refuse($"Invalid pattern: {e.Message}");
        }
    }

    /// <summary>What runs the pattern now. It throws <see cref="RegexMatchTimeoutException"/> when a match takes long, until <see cref="BecomeLinear"/> was called.</summary>
    public Regex Current => _current;

    /// <summary>Whether the text matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        try
        {
            return _current.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            BecomeLinear();
            return _current.IsMatch(text);
        }
    }

    /// <summary>The matches in a text with their groups.</summary>
    public IReadOnlyList<Match> Matches(string text)
    {
        try
        {
            return [.. (IEnumerable<Match>)_current.Matches(text)];
        }
        catch (RegexMatchTimeoutException)
        {
            BecomeLinear();
            return [.. (IEnumerable<Match>)_current.Matches(text)];
        }
    }

    /// <summary>Changes to the automaton.</summary>
    public void BecomeLinear() => _current = _linear;
}
