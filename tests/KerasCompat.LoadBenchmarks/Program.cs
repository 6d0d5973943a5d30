using KerasCompat.LoadBenchmarks;
using KerasCompat.LoadBenchmarks.Reports;

switch (args)
{
    case [Worker.Command, .. string[] job]:
        Worker.Run(job);
        return 0;
    case ["load", .. string[] models] when models.Length % 2 == 0:
        LoadReport.Write(models);
        return 0;
    case ["memory", .. string[] megabytes] when Array.TrueForAll(megabytes, text => int.TryParse(text, out _)):
        MemoryReport.Write(Array.ConvertAll(megabytes, int.Parse));
        return 0;
    case ["growth", .. string[] names] when Array.TrueForAll(names, name => GrowthReport.Names.Contains(name)):
        GrowthReport.Write(names);
        return 0;
    default:
        Console.Error.WriteLine("""
            load [MODEL OTHER.onnx]...     time from the files to the first answer, in new processes and in running ones
            memory [MEGABYTES]...          private memory of a process that loads a model with so many weights
            growth [batch|inputs|weights|models]...
                                           how times and memory grow
            """);
        return 2;
}
