using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Notices, while a pattern is read, that it is nothing but a set of characters or a literal text, which need no automaton.</summary>
internal sealed class SimplePattern
{
    private readonly List<CodePointSet> _alternatives = [];
    private readonly StringBuilder _literal = new();
    private bool _isSet = true;
    private bool _isLiteral = true;
    private bool _run;
    private int _items;

    /// <summary>The set, and whether a run of its characters is one match; null when the pattern is more than that.</summary>
    public (CodePointSet? Set, bool Run) Set => _isSet && _items == 1 && !(_run && _alternatives.Count > 1)
        ? (CodePointSet.Of(_alternatives.SelectMany(set => set.Ranges)), _run)
        : (null, false);

    /// <summary>The text; null when the pattern is more than that.</summary>
    public string? Literal => _isLiteral && _literal.Length > 0 ? _literal.ToString() : null;

    /// <summary>A character of a set, or one character alone, comes next.</summary>
    public void Add(CodePointSet set, int? character)
    {
        _items++;
        _isSet &= _items == 1;
        _alternatives.Add(set);
        if (character is { } one)
        {
            _literal.Append(char.ConvertFromUtf32(one));
        }
        else
        {
            _isLiteral = false;
        }
    }

    /// <summary>The last item is repeated.</summary>
    public void Repeated(string operation)
    {
        _isLiteral = false;
        _isSet &= operation == "+" && _alternatives.Count == 1;
        _run = true;
    }

    /// <summary>Another alternative begins.</summary>
    public void Alternative(int depth)
    {
        _isLiteral = false;
        _isSet &= depth == 0 && _items == 1;
        _items = 0;
    }

    /// <summary>Something that is neither a set nor a character comes next.</summary>
    public void Other() => (_isSet, _isLiteral) = (false, false);
}
