using System.Text;
using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>Compares the contract that a client was compiled with and the model that lies there when the program runs.</summary>
public static class ClientContract
{
    /// <summary>
    /// Requires that the engine's model does all that the client was compiled for. Disposes the engine when it does not: the caller who
    /// gave it away has no client that would.
    /// </summary>
    /// <param name="model">The model, as messages name it.</param>
    /// <param name="compiled">The contract that the client was compiled with, as JSON.</param>
    /// <param name="engine">The engine that loaded the model.</param>
    /// <exception cref="ModelFormatException">The model breaks the contract; the message has every breaking difference.</exception>
    public static void Require(string model, string compiled, IModelEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ContractChange[] breaking =
        [
            .. ContractDiff.Compare(ContractJson.Read(compiled, model), engine.Contract).Where(change => change.IsBreaking),
        ];
        if (breaking.Length == 0)
        {
            return;
        }

        engine.Dispose();
        var problem = new StringBuilder("it is not the model that the client was compiled for");
        foreach (ContractChange change in breaking)
        {
            problem.Append("\n  ").Append(change);
        }

        throw new ModelFormatException(
            model, null, problem.ToString(), "Deploy the model that the program was built with, or build the program again with this one.");
    }
}
