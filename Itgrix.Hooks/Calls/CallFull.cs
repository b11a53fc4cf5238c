using System.Text.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>The whole call.</summary>
public sealed record CallFull
{
    internal static CallFull Read(JsonElement json) => new();
}
