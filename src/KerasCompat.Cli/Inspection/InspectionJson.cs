using System.Text.Json;
using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Inspection;

/// <summary>
/// What a model says of itself, in the form of a <c>NAME.truth.json</c> (written by TensorFlow's own code beside each test model), so
/// that both can be compared field by field.
/// </summary>
internal static class InspectionJson
{
    /// <summary>Writes the model as a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, SavedModelInfo model)
    {
        json.WriteStartObject();
        WriteNames(json, "keras_inputs", model.Keras?.Inputs);
        WriteNames(json, "keras_outputs", model.Keras?.Outputs);
        json.WriteBoolean("keras_metadata", File.Exists(Path.Combine(model.Path, "keras_metadata.pb")));
        json.WriteStartArray("meta_graphs");
        foreach (MetaGraphInfo graph in model.MetaGraphs)
        {
            Write(json, graph);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MetaGraphInfo graph)
    {
        json.WriteStartObject();
        WriteNames(json, "tags", graph.Tags);
        json.WriteString("tensorflow", graph.TensorFlowVersion ?? "");
        json.WriteStartObject("signatures");
        foreach (SignatureInfo signature in graph.Signatures)
        {
            json.WriteStartObject(signature.Key);
            json.WriteString("method", signature.MethodName);
            Write(json, "inputs", signature.Inputs);
            Write(json, "outputs", signature.Outputs);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<TensorInfo> tensors)
    {
        json.WriteStartArray(name);
        foreach (TensorInfo tensor in tensors)
        {
            Write(json, tensor);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, TensorInfo tensor)
    {
        json.WriteStartObject();
        json.WriteString("name", tensor.Key);
        json.WriteString("dtype", tensor.TypeName);
        json.WriteString("encoding", EncodingName(tensor.Encoding));
        WriteShape(json, tensor.Shape);
        switch (tensor.Encoding)
        {
            case TensorEncoding.Dense:
                json.WriteString("tensor", tensor.GraphTensors[0]);
                break;
            case TensorEncoding.CooSparse:
                WriteNames(json, "tensor", tensor.GraphTensors);
                break;
            case TensorEncoding.Composite:
                Write(json, "components", tensor.Components);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>The names of the cases of <c>TensorInfo.encoding</c> in TensorFlow's meta_graph.proto.</summary>
    private static string? EncodingName(TensorEncoding? encoding) => encoding switch
    {
        TensorEncoding.Dense => "name",
        TensorEncoding.CooSparse => "coo_sparse",
        TensorEncoding.Composite => "composite_tensor",
        _ => null,
    };

    private static void WriteShape(Utf8JsonWriter json, TensorShape shape)
    {
        if (!shape.HasRank)
        {
            json.WriteNull("shape");
            return;
        }

        json.WriteStartArray("shape");
        foreach (long dimension in shape.Dimensions)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (string item in names)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
