using System.Text;
using KerasCompat;
using KerasCompat.OnnxRuntime.Caching;

// Reads pairs of lines: a model's folder, and the folder for what is made of it. Writes what cannot be made to standard output, one line
// each; errors end it.
using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
while (input.ReadLine() is { } model && input.ReadLine() is { } folder)
{
    try
    {
        foreach (string problem in Precompilation.Write(model, folder))
        {
            Console.Out.WriteLine(problem);
        }
    }
    catch (Exception e) when (e is KerasCompatException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
}

return 0;
