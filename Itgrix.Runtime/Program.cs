using Itgrix.Runtime.Cli;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Csx.Packages;
using Itgrix.Runtime.Hooks.Workers;

Cultures.UseInvariant();
// Workers first: they start often and need nothing else of the program.
if (args is [OwnProgram.WorkerVerb, "csx"])
    return ScriptWorker.Run();
if (args is [OwnProgram.WorkerVerb, "compiler", var cache])
    return CompilerWorker.Run(cache);
if (args is [OwnProgram.WorkerVerb, "packages", var packages])
    return await PackageWorker.RunAsync(packages);

return await CommandLine.RunAsync(args, CrmModules.Shipped);
