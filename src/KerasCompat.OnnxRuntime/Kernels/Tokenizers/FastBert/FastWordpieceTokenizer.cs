namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastBert;

/// <summary>
/// Words, or texts of them, to the longest pieces from left to right, in time linear in the text (tensorflow_text/core/kernels/
/// fast_wordpiece_tokenizer.cc). For one thread.
/// </summary>
internal sealed class FastWordpieceTokenizer(FastWordpieceModel model)
{
    /// <summary>The pieces of all texts so far.</summary>
    public List<WordPiece> Pieces { get; } = [];

    /// <summary>Adds the pieces of a text.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (model.CutsTexts)
        {
            AddText(text);
        }
        else if (!text.IsEmpty)
        {
            AddWord(text);
        }
    }

    private void AddWord(ReadOnlySpan<byte> text)
    {
        var word = new Word(0, Pieces.Count, DoubleArrayTrie.Root);
        bool known = text.Length <= model.MostBytes;
        for (int i = 0; known && i < text.Length; i++)
        {
            known = TryStep(text, text.Slice(i, 1), ref word);
        }

        if (known)
        {
            End(text, ref word);
        }
        else
        {
            SetUnknown(ref word, text.Length);
        }
    }

    private void AddText(ReadOnlySpan<byte> text)
    {
        int at = 0, next = 0, current = -1, previous = -1, known = Pieces.Count;
        while (at < text.Length)
        {
            var word = new Word(at, known, DoubleArrayTrie.Root);
            while (at < text.Length)
            {
                (previous, next) = (current, at);
                current = BertCharacters.Next(text, ref next);
                if (next - word.Start > model.MostBytes || !TryStep(text, text[at..next], ref word))
                {
                    break;
                }

                at = next;
            }

            bool space = at < text.Length && BertCharacters.IsWhiteSpace(current);
            bool ends = at == text.Length || space || BertCharacters.IsOwnWord(current) || (at > 0 && BertCharacters.IsOwnWord(previous));
            if (ends && (at > word.Start || space))
            {
                End(text[..at], ref word);
                at = space ? next : at;
            }
            else
            {
                // A sign alone is one that the model, which knows those of an older Unicode, has no node for.
                bool sign = ends;
                at = next;
                SetUnknown(ref word, (sign ? at : EndOfWord(text, ref at)) - word.Start);
            }

            known = word.Known;
        }
    }

    /// <summary>Goes over the rest of a word and the white space behind it; gives back where the word ends.</summary>
    private static int EndOfWord(ReadOnlySpan<byte> text, ref int at)
    {
        int end = at;
        while (at < text.Length)
        {
            int next = at, character = BertCharacters.Next(text, ref next);
            if (BertCharacters.IsWhiteSpace(character))
            {
                at = next;
                break;
            }

            if (BertCharacters.IsOwnWord(character))
            {
                break;
            }

            end = at = next;
        }

        return end;
    }

    /// <summary>Follows some bytes, taking pieces where the trie goes no further; false where the word cannot be taken apart.</summary>
    private bool TryStep(ReadOnlySpan<byte> text, ReadOnlySpan<byte> bytes, ref Word word)
    {
        while (true)
        {
            int node = word.Node, followed = 0;
            while (followed < bytes.Length && model.Trie.TryStep(ref node, bytes[followed]))
            {
                followed++;
            }

            if (followed == bytes.Length)
            {
                word.Node = node;
                return true;
            }

            if (!TryFail(text, ref word))
            {
                return false;
            }
        }
    }

    private bool TryFail(ReadOnlySpan<byte> text, ref Word word)
    {
        bool isPiece = model.Trie.TryGetValue(word.Node, out int own);
        if (!model.TryFail(ref word.Node, out ReadOnlySpan<int> pieces))
        {
            return false;
        }

        if (isPiece)
        {
            Take(text, own, ref word);
        }

        foreach (int piece in pieces)
        {
            Take(text, piece, ref word);
        }

        return true;
    }

    private void Take(ReadOnlySpan<byte> text, int piece, ref Word word)
    {
        int id = FastWordpieceModel.Id(piece), length = FastWordpieceModel.Length(piece);
        if (word.Taken == 0 && FastWordpieceModel.IsSuffix(piece))
        {
            // The text itself begins with the suffix indicator.
            length += model.SuffixIndicator.Length;
        }

        int start = word.Start + word.Taken;
        KernelContext.Require(start + length <= text.Length, "the model takes pieces that are longer than the text");
        Pieces.Add(new WordPiece(id, start, start + length, word.Taken > 0));
        word.Taken += length;
    }

    /// <summary>The word ends here: what the trie still holds is taken, or the word is unknown.</summary>
    private void End(ReadOnlySpan<byte> text, ref Word word)
    {
        if (word.Node == DoubleArrayTrie.Root)
        {
            return;
        }

        int length = text.Length - word.Start;
        if (word.Node == model.SuffixRoot && Pieces.Count == word.Known)
        {
            if (model.OfSuffixIndicator is [int only] && FastWordpieceModel.Id(only) == model.UnknownId)
            {
                SetUnknown(ref word, length);
                return;
            }

            foreach (int piece in model.OfSuffixIndicator)
            {
                Take(text, piece, ref word);
            }
        }
        else
        {
            while (word.Node != model.SuffixRoot && word.Node != model.OwnWordEnd)
            {
                if (!TryFail(text, ref word))
                {
                    SetUnknown(ref word, length);
                    return;
                }
            }
        }

        word.Known = Pieces.Count;
    }

    private void SetUnknown(ref Word word, int length)
    {
        Pieces.RemoveRange(word.Known, Pieces.Count - word.Known);
        Pieces.Add(new WordPiece(model.UnknownId, word.Start, word.Start + length, false));
        word.Known = Pieces.Count;
    }

    /// <summary>A word that is being read.</summary>
    private struct Word(int start, int known, int node)
    {
        /// <summary>Where it begins in the text.</summary>
        public readonly int Start = start;

        /// <summary>The number of pieces before it.</summary>
        public int Known = known;

        /// <summary>The node of the trie that was reached.</summary>
        public int Node = node;

        /// <summary>How many of its bytes are in pieces.</summary>
        public int Taken;
    }
}
