using System.Text;

namespace KerasCompat.Build.Contracts;

/// <summary>
/// What the cache keeps of a model, as a line: its name, its stamp, whether its files are there, the files for the compiler, the problem.
/// Fields end at tabs, their parts at colons.
/// </summary>
internal static class CacheLine
{
    private const char FieldEnd = '\t';
    private const char PartEnd = ':';
    private const string HasModel = "Model";
    private const string HasNoModel = "NoModel";
    private const string Problem = "Problem";

    private static readonly char[] Special = ['%', FieldEnd, PartEnd, '\n', '\r'];

    /// <summary>The line of a model.</summary>
    public static string Write(string name, string stamp, ModelContracts contracts)
    {
        var line = new StringBuilder(Escape(name)).Append(FieldEnd).Append(Escape(stamp)).Append(FieldEnd).Append(contracts.HasModel ? HasModel : HasNoModel);
        foreach (ContractFile file in contracts.Files)
        {
            Append(file.Kind.ToString(), file.Path, file.MissingOps);
        }

        if (contracts.Problem is { } problem)
        {
            Append(Problem, problem.Kind, problem.Path, problem.Message);
        }

        return line.ToString();

        void Append(string kind, params string[] parts)
        {
            line.Append(FieldEnd).Append(kind);
            foreach (string part in parts)
            {
                line.Append(PartEnd).Append(Escape(part));
            }
        }
    }

    /// <summary>What a line says; null where it is none of this program's.</summary>
    public static ModelContracts? Read(string line, out string name, out string stamp)
    {
        string[] fields = line.Split(FieldEnd);
        name = Unescape(fields[0]);
        stamp = fields.Length > 1 ? Unescape(fields[1]) : "";
        if (fields.Length < 3 || fields[2] is not (HasModel or HasNoModel))
        {
            return null;
        }

        var files = new List<ContractFile>();
        ModelProblem? problem = null;
        for (int i = 3; i < fields.Length; i++)
        {
            switch (fields[i].Split(PartEnd))
            {
                case [Problem, var kind, var path, var message]:
                    problem = new ModelProblem(Unescape(kind), Unescape(path), Unescape(message));
                    break;
                case [var kind, var path, var missingOps] when KindOf(kind) is { } known:
                    files.Add(new ContractFile(Unescape(path), known, Unescape(missingOps)));
                    break;
                default:
                    return null;
            }
        }

        return new ModelContracts(files, fields[2] == HasModel, problem);
    }

    private static ContractFileKind? KindOf(string name) => name switch
    {
        nameof(ContractFileKind.Contract) => ContractFileKind.Contract,
        nameof(ContractFileKind.Lock) => ContractFileKind.Lock,
        nameof(ContractFileKind.Error) => ContractFileKind.Error,
        _ => null,
    };

    private static string Escape(string text)
    {
        if (text.IndexOfAny(Special) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (char letter in text)
        {
            _ = Array.IndexOf(Special, letter) >= 0 ? escaped.Append('%').Append((char)('A' + Array.IndexOf(Special, letter))) : escaped.Append(letter);
        }

        return escaped.ToString();
    }

    private static string Unescape(string text)
    {
        if (text.IndexOf('%') < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '%' && i + 1 < text.Length && text[i + 1] - 'A' is >= 0 and < 5;
            plain.Append(isEscape ? Special[text[++i] - 'A'] : text[i]);
        }

        return plain.ToString();
    }
}
