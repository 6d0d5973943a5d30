namespace KerasCompat.SavedModel.Wire;

/// <summary>
/// The functions that a node names in its attributes: one by itself (<c>AttrValue.func</c>), or a list of them (<c>AttrValue.list</c>,
/// <c>ListValue.func</c>; tensorflow/core/framework/attr_value.proto).
/// </summary>
internal static class FunctionNames
{
    /// <summary>Reads the names in the entry of <c>NodeDef.attr</c> that is the value of the current field.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="add">Takes a name.</param>
    public static void Read(WireReader reader, Action<string> add)
    {
        long entry = reader.Enter();
        while (reader.Find(2))
        {
            Attribute(reader, add);
        }

        reader.Leave(entry);
    }

    private static void Attribute(WireReader reader, Action<string> add)
    {
        long value = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 10:
                    Function(reader, add);
                    break;
                case 1:
                    List(reader, add);
                    break;
            }
        }

        reader.Leave(value);
    }

    private static void List(WireReader reader, Action<string> add)
    {
        long list = reader.Enter();
        while (reader.Find(9))
        {
            Function(reader, add);
        }

        reader.Leave(list);
    }

    private static void Function(WireReader reader, Action<string> add)
    {
        if (reader.TextOf(1) is { } name)
        {
            add(name);
        }
    }
}
