using KerasCompat.Contracts.Json;

namespace KerasCompat.SavedModel.Keras;

/// <summary>
/// Reads the JSON that Keras 2 keeps of a model: its class, and for a <c>Functional</c> or <c>Sequential</c> model the configuration
/// with the order of inputs and outputs (keras/src/engine/functional.py, <c>get_network_config</c>).
/// </summary>
internal static class KerasConfig
{
    private static readonly JsonSelection LayerPart = new("layers", new("name"), new("class_name"), new("config", new("name"), new("batch_input_shape")));

    private static readonly JsonSelection ModelPart = new(
        "",
        new("keras_version"),
        new("class_name"),
        new("name"),
        new("config", new("name"), LayerPart, new("input_layers"), new("output_layers")));

    /// <summary>Reads what is recorded of a model.</summary>
    /// <param name="root">What is recorded of the model itself.</param>
    /// <param name="layers">Reads what is recorded of its layers, where the configuration does not list them.</param>
    public static KerasInfo Read(JsonSource root, Func<IReadOnlyList<JsonSource>> layers)
    {
        JsonValue metadata = JsonReader.Parse(root, ModelPart);
        JsonValue? config = metadata["config"];
        string? className = Text(metadata["class_name"]);
        IReadOnlyList<KerasLayer> ownLayers = Layers(config?["layers"]?.Items ?? []);
        bool isSequential = className == "Sequential";
        return new KerasInfo(
            Text(metadata["keras_version"]),
            className,
            Text(metadata["name"]) ?? Text(config?["name"]),
            isSequential ? SequentialInput(config) : Endpoints(config?["input_layers"]),
            isSequential ? SequentialOutput(ownLayers) : Endpoints(config?["output_layers"]),
            ownLayers.Count > 0 ? ownLayers : Layers([.. layers().Select(layer => JsonReader.Parse(layer, LayerPart))]));
    }

    private static List<KerasLayer> Layers(IReadOnlyList<JsonValue> values)
    {
        var layers = new List<KerasLayer>();
        foreach (JsonValue layer in values)
        {
            string? name = Text(layer["name"]) ?? Text(layer["config"]?["name"]);
            if (name is not null && Text(layer["class_name"]) is { } className)
            {
                layers.Add(new KerasLayer(className, name));
            }
        }

        return layers;
    }

    /// <summary>
    /// The names of a model's inputs or outputs, from a structure of <c>[layer, node, tensor]</c>: one such triple, a list, or a
    /// dictionary by key as <c>tf.nest</c> flattens it. A layer that stands twice is numbered, as Keras numbers it.
    /// </summary>
    private static List<string>? Endpoints(JsonValue? structure)
    {
        if (structure is null)
        {
            return null;
        }

        var layers = new List<string>();
        Flatten(structure, layers);
        return layers.Count > 0 ? Numbered(layers) : null;
    }

    private static void Flatten(JsonValue value, List<string> layers)
    {
        if (value.Kind == JsonKind.Object)
        {
            string[] names = Array.ConvertAll(value.Members.ToArray(), member => member.Key);
            Array.Sort(names, OrdinalOrder.Compare);
            foreach (string name in names)
            {
                Flatten(value[name]!, layers);
            }
        }
        else if (value.Items is [{ Kind: JsonKind.String } layer, { Kind: JsonKind.Number }, ..])
        {
            layers.Add(layer.Text);
        }
        else
        {
            foreach (JsonValue item in value.Items)
            {
                Flatten(item, layers);
            }
        }
    }

    /// <summary>As <c>Functional._set_output_names</c> makes the names of outputs unique.</summary>
    private static List<string> Numbered(List<string> layers)
    {
        var names = new List<string>(layers.Count);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string layer in layers)
        {
            string name = layer;
            while (!taken.Add(name))
            {
                int number = next.TryGetValue(layer, out int seen) ? seen : 1;
                next[layer] = number + 1;
                name = layer + "_" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>The input layer, or the name that Keras gives the one that it puts before a first layer with an input shape.</summary>
    private static string[]? SequentialInput(JsonValue? config)
    {
        JsonValue? first = config?["layers"]?.Items is [JsonValue layer, ..] ? layer : null;
        JsonValue? firstConfig = first?["config"];
        if (Text(firstConfig?["name"]) is not { } name)
        {
            return null;
        }

        if (Text(first!["class_name"]) == "InputLayer")
        {
            return [name];
        }

        return firstConfig!["batch_input_shape"] is { Kind: not JsonKind.Null } ? [name + "_input"] : null;
    }

    private static string[]? SequentialOutput(IReadOnlyList<KerasLayer> layers) =>
        layers.Count > 0 && layers[layers.Count - 1].ClassName != "InputLayer" ? [layers[layers.Count - 1].Name] : null;

    private static string? Text(JsonValue? value) => value?.Kind == JsonKind.String ? value.Text : null;
}
