using System.Globalization;
using KerasCompat.BuildBenchmarks;

if (args.Length > 2 || !Array.TrueForAll(args, text => int.TryParse(text, out int number) && number > 0))
{
    Console.Error.WriteLine("[MODELS [ROUNDS]]     what models cost a build, cold and unchanged; 200 models and 10 rounds unless said otherwise");
    return 2;
}

int models = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10;
using var folder = new WorkFolder();
MeasuredProject[] projects =
[
    MeasuredProject.WithoutModels(folder),
    MeasuredProject.WithCopiedModels(folder, models),
    MeasuredProject.WithModels(folder, models),
];
Report.Write("Cold: nothing built before", projects, rounds, project => project.BuildCold());
Report.Write("Unchanged: built before", projects, rounds, project => project.Build());
return 0;
