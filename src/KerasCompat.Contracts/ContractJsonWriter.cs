using System.Globalization;
using System.Text;
using KerasCompat.Contracts.Json;

namespace KerasCompat.Contracts;

/// <summary>Writes a contract: one line per tensor, because that is what a reviewer compares.</summary>
internal sealed class ContractJsonWriter
{
    private readonly StringBuilder _text = new();

    public static string Write(ModelContract contract)
    {
        var writer = new ContractJsonWriter();
        writer.Contract(contract);
        return writer._text.ToString();
    }

    private void Contract(ModelContract contract)
    {
        _text.Append("{\n  \"format\": ").Append(ModelContract.Format.ToString(CultureInfo.InvariantCulture));
        _text.Append(",\n  \"tags\": ");
        List(contract.Tags.OrderBy(tag => tag, StringComparer.Ordinal), tag => JsonText.AppendQuoted(_text, tag));
        _text.Append(",\n  \"producer\": {");
        string separator = "";
        Optional("tensorflow", contract.Producer.TensorFlow, ref separator);
        Optional("keras", contract.Producer.Keras, ref separator);
        _text.Append('}');
        if (contract.Fingerprint is not null)
        {
            _text.Append(",\n  \"fingerprint\": ");
            JsonText.AppendQuoted(_text, contract.Fingerprint);
        }

        _text.Append(",\n  \"signatures\": ");
        Block('{', '}', "  ", contract.Signatures.OrderBy(signature => signature.Key, StringComparer.Ordinal), Signature);
        _text.Append("\n}\n");
    }

    private void Signature(SignatureContract signature)
    {
        _text.Append("    ");
        JsonText.AppendQuoted(_text, signature.Key);
        _text.Append(": {\n      \"method\": ");
        JsonText.AppendQuoted(_text, signature.MethodName);
        _text.Append(",\n      \"inputs\": ");
        Block('[', ']', "      ", signature.Inputs, Tensor);
        _text.Append(",\n      \"outputs\": ");
        Block('[', ']', "      ", signature.Outputs, Tensor);
        _text.Append("\n    }");
    }

    private void Tensor(TensorContract tensor)
    {
        _text.Append("        {\"key\": ");
        JsonText.AppendQuoted(_text, tensor.Key);
        string separator = ", ";
        Optional("name", tensor.Name, ref separator);
        Optional("dtype", tensor.DType.Name(), ref separator);
        _text.Append(", \"shape\": ");
        Shape(tensor.Shape);
        if (tensor.Encoding != TensorEncoding.Dense)
        {
            Optional("encoding", TensorEncodings.Name(tensor.Encoding), ref separator);
        }

        if (tensor.Encoding == TensorEncoding.Dense && tensor.GraphTensors.Count == 1)
        {
            Optional("tensor", tensor.GraphTensors[0], ref separator);
        }
        else
        {
            _text.Append(", \"tensors\": ");
            List(tensor.GraphTensors, name => JsonText.AppendQuoted(_text, name));
        }

        if (tensor.Default is { } literal)
        {
            _text.Append(", \"default\": {\"shape\": ");
            Shape(literal.Shape);
            _text.Append(", \"values\": ");
            List(literal.Values, value => Element(value, tensor.DType));
            _text.Append('}');
        }

        _text.Append('}');
    }

    /// <summary>Numbers and truth values stand bare; strings of bytes, and numbers that JSON lacks, stand in quotes.</summary>
    private void Element(string value, DType dtype)
    {
        if (dtype != DType.String && (value is "true" or "false" || JsonNumber.IsNumber(value)))
        {
            _text.Append(value);
        }
        else
        {
            JsonText.AppendQuoted(_text, value);
        }
    }

    private void Shape(TensorShape shape)
    {
        if (!shape.HasRank)
        {
            _text.Append("null");
            return;
        }

        List(shape.Dimensions, size => _text.Append(size < 0 ? "null" : size.ToString(CultureInfo.InvariantCulture)));
    }

    private void Optional(string name, string? value, ref string separator)
    {
        if (value is null)
        {
            return;
        }

        _text.Append(separator).Append('"').Append(name).Append("\": ");
        JsonText.AppendQuoted(_text, value);
        separator = ", ";
    }

    private void List<T>(IEnumerable<T> items, Action<T> write)
    {
        _text.Append('[');
        string separator = "";
        foreach (T item in items)
        {
            _text.Append(separator);
            write(item);
            separator = ", ";
        }

        _text.Append(']');
    }

    private void Block<T>(char open, char close, string indent, IEnumerable<T> items, Action<T> write)
    {
        _text.Append(open);
        string separator = "\n";
        foreach (T item in items)
        {
            _text.Append(separator);
            write(item);
            separator = ",\n";
        }

        if (separator != "\n")
        {
            _text.Append('\n').Append(indent);
        }

        _text.Append(close);
    }
}
