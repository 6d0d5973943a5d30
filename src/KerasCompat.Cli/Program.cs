using KerasCompat.Cli;
using KerasCompat.Cli.Terminal;

return await Tool.RunAsync(args, ToolConsole.OfProcess());
