using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>All mistakes of a configuration, each with its fix.</summary>
internal sealed class ConfigException(string file, IReadOnlyList<string> mistakes)
    : Exception($"{file} cannot be used:\n{string.Join('\n', mistakes.Select(mistake => "  - " + mistake))}"),
        IForeseenFailure
{
    public IReadOnlyList<string> Mistakes => mistakes;
}
