using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>
/// The emoticons that TensorFlow Text knows (tensorflow_text/core/kernels/sentence_fragmenter_v2.cc), in its order: the first that fits
/// counts, also where a longer one follows.
/// </summary>
internal static class Emoticons
{
    private const string List = """
        :(:) :) :( :o) :] :3 :> =] =) :} :^) :-D :-))))) :-)))) :-))) :-)) :-) >:[ :-( :( :-c :c :-< :< :-[ :[ :{ ;( :-|| :@ >:( :'-( :'( :'-) :')
        D:< >:O :-O :-o :* :-* :^* ;-) ;) *-) *) ;-] ;] ;^) :-, >:P :-P :p =p :-p =p :P =P ;p ;-p ;P ;-P >:\ >:/ :-/ :-. :/ :\ =/ =\ :| :-| :$ :-# :#
        O:-) 0:-) 0:) 0;^) >:) >;) >:-) }:-) }:) 3:-) >_>^ ^<_< |;-) |-O :-J :-& :& #-) <3 8-) ^_^ :D :-D =D ^_^;; O=) }=) B) B-) =| -_- o_o; u_u :-\
        :s :S :-s :-S ;* ;-*=( >.< >:-( >:( >=( ;_; T_T ='( >_< D: :o :-o =o o.o :O :-O =O O.O x_x X-( X( X-o X-O :X) (=^.^=) (=^..^=) =^_^= -<@% :(|)
        (]:{ <\3 ~@~ 8'( XD DX
        """;

    /// <summary>By their first bytes, in the order of the list.</summary>
    private static readonly ILookup<byte, byte[]> ByFirst = List
        .Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(Encoding.ASCII.GetBytes)
        .ToLookup(emoticon => emoticon[0]);

    /// <summary>The length of the emoticon that a text begins with; 0 when there is none.</summary>
    public static int Match(ReadOnlySpan<byte> text)
    {
        foreach (byte[] emoticon in ByFirst[text[0]])
        {
            if (text.StartsWith(emoticon))
            {
                return emoticon.Length;
            }
        }

        return 0;
    }
}
