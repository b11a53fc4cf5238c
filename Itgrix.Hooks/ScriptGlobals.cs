using System.ComponentModel;

namespace Itgrix.Hooks;

/// <summary>What <c>dotnet script</c> gives every script, so that the same file compiles in the service.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScriptGlobals
{
    /// <summary>Arguments of the script; the service gives none.</summary>
    public IList<string> Args { get; } = [];

    /// <summary>Prints a value.</summary>
    public void Print(object value) => Console.WriteLine(value);
}
