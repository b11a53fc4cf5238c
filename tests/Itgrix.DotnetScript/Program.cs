using Itgrix.DotnetScript;
using Microsoft.CodeAnalysis.Scripting;

// Runs a script as "dotnet script FILE" does, for machines that lack the tool: Itgrix.DotnetScript FILE < input.json
if (args is not [var file])
{
    Console.Error.WriteLine("usage: Itgrix.DotnetScript FILE < input.json");
    return 1;
}
try
{
    return await ScriptFile.Run(Path.GetFullPath(file));
}
catch (CompilationErrorException error)
{
    foreach (var diagnostic in error.Diagnostics)
        Console.Error.WriteLine(diagnostic);
    return 1;
}
catch (Exception error)
{
    Console.Error.WriteLine(error);
    return 1;
}
