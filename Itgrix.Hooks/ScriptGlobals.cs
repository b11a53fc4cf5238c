using System.ComponentModel;

namespace Itgrix.Hooks;

/// <summary>Globals of a script under <c>dotnet script</c>, so that the same file compiles in the service.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScriptGlobals
{
    /// <summary>Arguments of the script; the service gives none.</summary>
    public IList<string> Args { get; } = [];

    /// <summary>Prints a value.</summary>
    public void Print(object value) => Console.WriteLine(value);
}
