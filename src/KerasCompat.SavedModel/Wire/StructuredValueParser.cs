namespace KerasCompat.SavedModel.Wire;

/// <summary>
/// Flattens a <c>StructuredValue</c> (tensorflow/core/protobuf/struct.proto) to the names of the tensors in it, in the order in which
/// TensorFlow passes them.
/// </summary>
internal static class StructuredValueParser
{
    /// <summary>Appends the names of the tensors in the value of the current field.</summary>
    public static void TensorNames(WireReader reader, List<string> names)
    {
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 33 or 35: // tensor_spec_value, bounded_tensor_spec_value
                    names.Add(reader.TextOf(1) ?? "");
                    break;
                case 51 or 52: // list_value, tuple_value
                    Elements(reader, names);
                    break;
                case 53: // dict_value
                    Dictionary(reader, names);
                    break;
                case 54: // named_tuple_value
                    NamedTuple(reader, names);
                    break;
            }
        }

        reader.Leave(outer);
    }

    private static void Elements(WireReader reader, List<string> names)
    {
        long outer = reader.Enter();
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                TensorNames(reader, names);
            }
        }

        reader.Leave(outer);
    }

    /// <summary>A map has no order of its own; <c>tf.nest.flatten</c> goes by sorted keys.</summary>
    private static void Dictionary(WireReader reader, List<string> names)
    {
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        long outer = reader.Enter();
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                var nested = new List<string>();
                values[reader.Entry(nested, TensorNames)] = nested;
            }
        }

        reader.Leave(outer);
        foreach (List<string> nested in values.SortedValues())
        {
            names.AddRange(nested);
        }
    }

    private static void NamedTuple(WireReader reader, List<string> names)
    {
        long outer = reader.Enter();
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                reader.Entry(names, TensorNames);
            }
        }

        reader.Leave(outer);
    }
}
